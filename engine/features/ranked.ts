import type { Completion } from "./completion.ts";

/** Something to offer, and how far back in the list it stands. */
export interface Ranked {
  readonly rank: number;
  readonly item: Completion;
}

/** The ranks of names and of places that they begin with, the best first. */
export const ranks = {
  used: 0,
  allowedRegistry: 1,
  usedRegistry: 2,
  official: 3,
  officialNotAllowed: 4,
  usedNotAllowed: 5,
  ended: 6,
} as const;

/** The best first; what has the same rank stays in order. */
export function inOrder(ranked: readonly Ranked[]): readonly Completion[] {
  return [...ranked].sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
