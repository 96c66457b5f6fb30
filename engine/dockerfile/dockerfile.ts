import type { ImageReference, ImageReferenceProblem, TemplatedImage } from "../images/reference.ts";
import type { Range } from "../text/range.ts";
import type { Instruction, Source } from "./instructions.ts";

/** The parts of a Dockerfile that concern images. Offsets are UTF-16 code units from the text's start. */
export interface Dockerfile {
  readonly text: string;
  readonly source: Source;
  /** One for each FROM, in order. */
  readonly stages: readonly Stage[];
  /** The images, not stages, of `COPY --from=` and `RUN --mount=from=`. */
  readonly copied: readonly CopiedImage[];
}

export interface Stage {
  /** Its position among the stages, as in `COPY --from=0`. */
  readonly index: number;
  /** The name after AS, as written; names are compared case-insensitively. */
  readonly name: string | undefined;
  readonly nameRange: Range | undefined;
  /** The argument of FROM: an image, a stage (`parent`) or `scratch`. Undefined if it is not written yet. */
  readonly image: DockerfileImage | undefined;
  /** `--platform=` as written: `linux/amd64`, `$BUILDPLATFORM`. */
  readonly platform: string | undefined;
  /** Index of the earlier stage that FROM refers to. */
  readonly parent: number | undefined;
  /** FROM scratch has no base. */
  readonly isScratch: boolean;
  /** The last stage, which is built by default. */
  readonly isFinal: boolean;
  readonly from: Instruction;
  /** The instructions after the FROM. */
  readonly instructions: readonly Instruction[];
}

/** An image reference in a Dockerfile, possibly composed of ARGs. */
export interface DockerfileImage {
  /** As written, with quotes and variables. */
  readonly text: string;
  readonly range: Range;
  /**
   * The reference that is used without any `--build-arg`. `exact` if it contains no variables. Undefined if a
   * variable has no default.
   */
  readonly resolved: { readonly text: string; readonly exact: boolean } | undefined;
  /** The parsed reference; if it cannot be resolved, the parsed text as written. */
  readonly reference: ImageReference | ImageReferenceProblem | TemplatedImage;
  /**
   * The ranges of the parts of a reference: in the instruction, or in the default of an ARG above. Undefined
   * for a part that is missing, or that is composed from several places.
   */
  readonly ranges: {
    readonly registry: Range | undefined;
    readonly repository: Range | undefined;
    readonly tag: Range | undefined;
    readonly digest: Range | undefined;
  };
  /** The end of the repository, where a first tag or digest can be inserted; undefined if nothing is resolved. */
  readonly nameEnd: number | undefined;
  /** The ARGs that it uses. Editing the default of a shared one changes something else in the file as well. */
  readonly arguments: readonly { readonly name: string; readonly isShared: boolean }[];
}

export interface CopiedImage {
  readonly image: DockerfileImage;
  /** Index of the stage with the copy. */
  readonly stage: number;
}
