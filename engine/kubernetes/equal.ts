import type { Value } from "./value.ts";

/** Whether two values are equal regardless of order and style. A missing value equals only another missing value. */
export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  if (!one || !other) return one === other;
  if (one.isMap && other.isMap) {
    const entries = one.entries();
    return (
      entries.length === other.entries().length &&
      entries.every(({ name, value }) => isSame(value, other.child(name)))
    );
  }
  if (one.isSequence && other.isSequence) {
    const items = other.items();
    return items.length === one.items().length && one.items().every((item, at) => isSame(item, items[at]));
  }
  return one.value !== undefined && one.value === other.value;
}
