import type { Value } from "./value.ts";

/**
 * Whether a field is certainly not set: it is missing, or an explicit `null`. A key without any value, or a scalar or a
 * list on the way, is text that is still being written or is filled in later, so the answer is no.
 */
export function isUnset(owner: Value, ...way: readonly string[]): boolean {
  let current = owner;
  for (const step of way) {
    const next = current.child(step);
    if (!next) return current.isMap || current.isNull;
    current = next;
  }
  return isWrittenNull(current);
}

function isWrittenNull(value: Value): boolean {
  return value.scalar !== undefined && value.scalar.end > value.scalar.start && value.isNull;
}
