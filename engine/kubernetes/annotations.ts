import type { Value } from "./value.ts";

/**
 * The largest total of keys and values in bytes, 256 KiB.
 * Source: TotalAnnotationSizeLimitB in k8s.io/apimachinery/pkg/api/validation/objectmeta.go
 */
export const annotationSizeLimit = 256 * 1024;

/**
 * The total size of all keys and values of a mapping of annotations in bytes of UTF-8, which is what the API server
 * limits.
 */
export function annotationSize(annotations: Value): number {
  return annotations
    .entries()
    .reduce((sum, { name, value }) => sum + utf8Length(name) + utf8Length(value.scalar?.text ?? ""), 0);
}

function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0)!;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
