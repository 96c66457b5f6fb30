import type { ImagePart, ImageUse } from "../kubernetes/image-use.ts";
import { type SourceFile, sourcesOf } from "../lint/file.ts";
import type { Range } from "../text/range.ts";

/** A part of an image reference, with its range in the file. */
export interface PlacedPart extends Range {
  readonly part: Exclude<ImagePart, "name">;
}

/** The parts of all images in a file, in order and without overlaps, for syntax highlighting. */
export function imageParts(file: SourceFile): readonly PlacedPart[] {
  const parts = file.entries.flatMap(({ start, entry }) =>
    sourcesOf(entry)
      .flatMap(({ images }) => images.flatMap(partsOf))
      .map((part) => ({ ...part, start: part.start + start, end: part.end + start })),
  );
  const ordered = parts.sort((a, b) => a.start - b.start || a.end - b.end);
  // The text of an anchor or an ARG belongs to every image that uses it.
  return ordered.filter((part, at) => at === 0 || ordered[at - 1]!.end <= part.start);
}

function partsOf(use: ImageUse): readonly PlacedPart[] {
  const [registry, repository] = [use.rangeOf("registry"), use.rangeOf("repository")];
  // If one key has the whole name, the registry is its prefix.
  const isInside =
    registry && repository && repository.start <= registry.start && registry.end < repository.end;
  const path = isInside ? { start: registry.end + 1, end: repository.end } : repository;
  const named = [
    { part: "registry", range: registry },
    { part: "repository", range: path },
    { part: "tag", range: use.rangeOf("tag") },
    { part: "digest", range: use.rangeOf("digest") },
  ] as const;
  return named.flatMap(({ part, range }) => (range ? [{ part, ...range }] : []));
}
