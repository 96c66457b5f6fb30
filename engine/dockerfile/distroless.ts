import type { TextEdit } from "../text/range.ts";
import type { Dockerfile } from "./dockerfile.ts";
import { type FinalStage, goBase, javaBase, nodeBase, pythonBase } from "./runtimes.ts";

/** A distroless image that can replace the base of the final stage, and everything that must change with it. */
export interface DistrolessBase {
  /** With its tag: `gcr.io/distroless/static-debian13:nonroot`. */
  readonly image: string;
  /** A sentence with the evidence that it is enough. */
  readonly why: string;
  /** Where the image is described. */
  readonly source: string;
  readonly edits: readonly TextEdit[];
}

const SOURCE = "https://github.com/GoogleContainerTools/distroless#what-images-are-available";
/**
 * RUN, HEALTHCHECK and SHELL need a shell, which distroless images do not have; other instructions might hide
 * one.
 */
const ALLOWED = new Set(
  "COPY ENTRYPOINT CMD USER EXPOSE ENV WORKDIR LABEL ARG STOPSIGNAL MAINTAINER".split(" "),
);
/** The users of distroless images (https://github.com/GoogleContainerTools/distroless/blob/main/common/BUILD.bazel). */
const USER = /^(?:(?:root|nobody|nonroot|\d+)(?::(?:root|nobody|nonroot|\d+))?)$/;

/**
 * The distroless image for the final stage, if it certainly only runs a static Go program, a jar, or a script of
 * Node.js or Python. Undefined in case of doubt.
 */
export function distrolessFor(dockerfile: Dockerfile): DistrolessBase | undefined {
  const final = finalStage(dockerfile);
  const image = final?.stage.image;
  const base = final && (goBase(final) ?? javaBase(final) ?? nodeBase(final) ?? pythonBase(final));
  if (!final || !image || !base) return undefined;
  const users = userEdits(final);
  if (!users) return undefined;
  const name = `gcr.io/distroless/${base.name}:${needsRoot(final) ? "latest" : "nonroot"}`;
  const edits = [{ ...image.range, text: name }, ...users, ...base.edits];
  return { image: name, why: base.why, source: SOURCE, edits };
}

function finalStage(dockerfile: Dockerfile): FinalStage | undefined {
  const stage = dockerfile.stages.at(-1);
  const reference = stage?.image?.reference;
  if (!stage || stage.parent !== undefined || reference?.kind !== "image" || !stage.image?.resolved?.exact) {
    return undefined;
  }
  if (reference.registry !== "docker.io" || !reference.repository.startsWith("library/")) return undefined;
  if (stage.platform?.includes("windows")) return undefined;
  if (!stage.instructions.every(({ keyword }) => ALLOWED.has(keyword))) return undefined;
  const of = (keyword: string) => stage.instructions.filter((each) => each.keyword === keyword);
  const [entrypoint, secondEntrypoint] = of("ENTRYPOINT");
  const [command, secondCommand] = of("CMD");
  if (secondEntrypoint || secondCommand || (!entrypoint && !command)) return undefined;
  if ([entrypoint, command].some((each) => each && (each.exec?.length ?? 0) === 0)) return undefined;
  const copies = of("COPY");
  const final: FinalStage = {
    dockerfile,
    stage,
    repository: reference.repository.slice("library/".length),
    tag: reference.tag ?? "latest",
    copies,
    entrypoint,
    command,
  };
  return hasOwnDirectory(final) ? final : undefined;
}

/** Relative paths start from a different directory in distroless images. */
function hasOwnDirectory({ stage, copies, entrypoint, command }: FinalStage): boolean {
  if (stage.instructions.some(({ keyword }) => keyword === "WORKDIR")) return true;
  const started = [...(entrypoint?.exec ?? []), ...(command?.exec ?? [])];
  return (
    copies.every(({ words }) => words.at(-1)?.text.startsWith("/")) &&
    started.some(({ text }) => text.startsWith("/"))
  );
}

/** Edits for users of the old image; `node` has an equivalent, the others do not. */
function userEdits({ stage, repository }: FinalStage): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const { keyword, words, flags } of stage.instructions) {
    const named =
      keyword === "USER"
        ? words.slice(0, 1)
        : flags.flatMap(({ name, value, range }) => (name === "chown" ? [{ text: value, range }] : []));
    for (const { text, range } of named) {
      if (USER.test(text)) continue;
      if (repository !== "node" || !/^node(?::node)?$/.test(text)) return undefined;
      edits.push({ ...range, text: text.replaceAll("node", "nonroot") });
    }
  }
  return edits;
}

/** Only some runtimes let users other than root listen on ports below 1024. */
function needsRoot({ stage }: FinalStage): boolean {
  if (stage.instructions.some(({ keyword }) => keyword === "USER")) return false;
  return stage.instructions.some(
    ({ keyword, words }) =>
      keyword === "EXPOSE" &&
      words.some(({ text }) => !/^\d+/.test(text) || Number.parseInt(text, 10) < 1024),
  );
}
