import type { Document } from "../documents/document.ts";
import { mistypedValues } from "./field-problems.ts";
import { resourcesOf } from "./resource.ts";
import type { Value } from "./value.ts";

/** Cheap test that saves the search for nearly all documents: a line below a key that is a word with a colon in it. */
const line = /:[ \t]*\r?\n[ \t]+(?:- +)?[A-Za-z][\w./-]*:[^\s/:]/;

/**
 * Offsets of the colons of `key:value` where a mapping is required. Such text is a scalar only because no other key
 * follows.
 */
export function crampedColons(document: Document): readonly number[] {
  if (!line.test(document.text)) return [];
  return resourcesOf(document).flatMap((resource) =>
    mistypedValues(resource).flatMap(({ at, type }) =>
      type.of === "object" || type.of === "map" ? (crampedPair(at) ?? []) : [],
    ),
  );
}

/** The offset of the colon in a plain text such as `key:value`; `undefined` for all other values. */
export function crampedPair({ written, scalar }: Value): number | undefined {
  if (!scalar || written !== scalar || scalar.style !== "plain") return undefined;
  const key = /^[A-Za-z][\w./-]*(?=:[^\s/:])/.exec(scalar.text);
  return key ? scalar.start + key[0].length : undefined;
}
