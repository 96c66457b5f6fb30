import type { Completion } from "./completion.ts";

/** A completion item with its rank. */
export interface Ranked {
  readonly rank: number;
  readonly item: Completion;
}

/** The ranks of names and prefixes, best first. */
export const ranks = {
  used: 0,
  allowedRegistry: 1,
  usedRegistry: 2,
  official: 3,
  officialNotAllowed: 4,
  usedNotAllowed: 5,
  ended: 6,
} as const;

/** Sorts by rank, best first. Stable. */
export function inOrder(ranked: readonly Ranked[]): readonly Completion[] {
  return [...ranked].sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
