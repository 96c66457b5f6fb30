import type { Value } from "./value.ts";

/**
 * All scalars of a value, at any depth, with their keys and items; the target of an alias is visited at its anchor.
 */
export function* scalarsOf(value: Value): Iterable<Value> {
  if (value.written?.kind === "alias") return;
  if (value.scalar) yield value;
  for (const item of value.items()) yield* scalarsOf(item);
  if (value.isMap)
    for (const entry of value.entries()) if (!entry.value.shared) yield* scalarsOf(entry.value);
}
