import type { ImageReference, ImageReferenceProblem, TemplatedImage } from "../images/reference.ts";
import type { Range } from "../text/range.ts";
import type { Instruction, Source } from "./instructions.ts";

/** A Dockerfile as far as images are concerned. Offsets are UTF-16 code units from the text's start. */
export interface Dockerfile {
  readonly text: string;
  readonly source: Source;
  /** One for each FROM, in their order. */
  readonly stages: readonly Stage[];
  /** The images, not stages, of `COPY --from=` and `RUN --mount=from=`. */
  readonly copied: readonly CopiedImage[];
}

export interface Stage {
  /** Place among the stages, which `COPY --from=0` counts too. */
  readonly index: number;
  /** Behind AS, as written; names are compared without regard to case. */
  readonly name: string | undefined;
  readonly nameRange: Range | undefined;
  /** What FROM names, be it an image, a stage (`parent`) or `scratch`. Undefined when it names nothing yet. */
  readonly image: DockerfileImage | undefined;
  /** `--platform=` as written: `linux/amd64`, `$BUILDPLATFORM`. */
  readonly platform: string | undefined;
  /** Index of the earlier stage that FROM names instead of an image. */
  readonly parent: number | undefined;
  /** FROM scratch: nothing below it. */
  readonly isScratch: boolean;
  /** The last stage, which is built when nobody asks for another. */
  readonly isFinal: boolean;
  readonly from: Instruction;
  /** What follows the FROM. */
  readonly instructions: readonly Instruction[];
}

/** An image's name in a Dockerfile, perhaps put together from ARGs. */
export interface DockerfileImage {
  /** As written, with quotes and variables. */
  readonly text: string;
  readonly range: Range;
  /**
   * The name that is built from when no `--build-arg` is given. `exact` when no variable has a part in it.
   * Undefined when a variable has no default.
   */
  readonly resolved: { readonly text: string; readonly exact: boolean } | undefined;
  /** What the resolved name says, or what is written when it could not be resolved. */
  readonly reference: ImageReference | ImageReferenceProblem | TemplatedImage;
  /**
   * Where the parts of an image's name stand: in the instruction, or in the default of an ARG above.
   * Undefined for a part that is missing, or that several places make up.
   */
  readonly ranges: {
    readonly registry: Range | undefined;
    readonly repository: Range | undefined;
    readonly tag: Range | undefined;
    readonly digest: Range | undefined;
  };
  /** Behind the repository's last letter, where a first tag or digest goes; undefined when nothing is resolved. */
  readonly nameEnd: number | undefined;
  /** The ARGs that make it up. Editing the default of a shared one changes something else in the file as well. */
  readonly arguments: readonly { readonly name: string; readonly isShared: boolean }[];
}

export interface CopiedImage {
  readonly image: DockerfileImage;
  /** Index of the stage that copies. */
  readonly stage: number;
}
