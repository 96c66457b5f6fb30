import type { Value } from "./value.ts";

/**
 * Whether the field at the end of the way is certainly not set. A key without a value at the end, or a scalar or a
 * list on the way, is text that somebody is still writing or that is filled in later, so the answer is no.
 */
export function isUnset(owner: Value, ...way: readonly string[]): boolean {
  let current = owner;
  for (const step of way) {
    const next = current.child(step);
    if (!next) return current.isMap || current.isNull;
    current = next;
  }
  return false;
}

/**
 * Whether what is written so far on the way stands below its owner itself, and is not drawn in by an alias or a merge
 * key: only then does writing there change nothing else and hide nothing.
 */
export function isOwn(owner: Value, ...way: readonly string[]): boolean {
  return way.every((_, at) => !owner.at(...way.slice(0, at + 1))?.shared) && !owner.shared;
}
