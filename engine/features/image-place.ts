import type { ImagePart, ImageSource, ImageUse } from "../kubernetes/image-use.ts";
import { type SourceFile, sourcesOf } from "../lint/file.ts";
import type { Range } from "../text/range.ts";

/** An image at some offset of a file. */
export interface PlacedImage {
  readonly use: ImageUse;
  readonly source: ImageSource;
  /** The part of the reference at the offset, if known. */
  readonly part: ImagePart | undefined;
  /** The range of the value in the file. */
  readonly range: Range;
}

/** The parts to look for, narrowest first, because a full name starts with its registry. */
const parts: readonly ImagePart[] = ["registry", "tag", "digest", "repository"];

/** The image at an offset of the file. */
export function placedImage(file: SourceFile, offset: number): PlacedImage | undefined {
  const place = file.entries.findLast(({ start }) => start <= offset);
  if (!place || !file.linted) return undefined;
  const at = offset - place.start;
  for (const source of sourcesOf(place.entry)) {
    for (const use of source.images) {
      const range = rangesOf(use).find((one) => contains(one, at));
      if (!range) continue;
      const part = parts.find((one) => contains(use.rangeOf(one), at));
      return {
        use,
        source,
        part,
        range: { start: range.start + place.start, end: range.end + place.start },
      };
    }
  }
  return undefined;
}

/** The ranges of an image's text in its document: one, or one for each key. */
function rangesOf({ slots, rangeOf }: ImageUse): readonly Range[] {
  if (slots.kind === "whole") return slots.value.written ? [slots.value.written] : [];
  if (slots.kind === "keys") {
    const keys = ["name", slots.registry, slots.name, slots.tag, slots.digest];
    // Only scalars: a mapping is something else.
    return keys.flatMap((key) => {
      const value = key === undefined ? undefined : slots.owner.at(key);
      return value?.scalar && value.written ? [value.written] : [];
    });
  }
  if (slots.whole) return [slots.whole];
  return parts.flatMap((part) => rangeOf(part) ?? []);
}

/** Includes both ends, because the pointer is between two characters. */
function contains(range: Range | undefined, at: number): boolean {
  return range !== undefined && range.start <= at && at <= range.end;
}
