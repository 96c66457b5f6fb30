import type { Test } from "./characters.ts";

/**
 * One step of a compiled pattern. `char` reads a code point, `split` tries `first` before `second`, `look` tests a
 * position without reading.
 */
export type Step =
  | { readonly type: "char"; readonly holds: Test }
  | { type: "split"; first: number; second: number }
  | { type: "jump"; to: number }
  | { readonly type: "look"; readonly at: Look }
  | { readonly type: "match" };

export type Look = "start" | "end" | "line-start" | "line-end" | "word" | "no-word";

/** A piece of a pattern as written. */
export type Part =
  | { readonly type: "char"; readonly holds: Test }
  | { readonly type: "look"; readonly at: Look }
  | { readonly type: "sequence" | "choice"; readonly parts: readonly Part[] }
  | {
      readonly type: "repeat";
      readonly part: Part;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    };

/** Nested repetitions multiply; a larger pattern was not written for a field. */
const mostSteps = 5000;
/** Parts without their own step can be repeated, too. */
const mostParts = 20_000;

/** Whether repetitions of repetitions are within the limit of RE2 together. */
export function repeatsWithin(part: Part, most: number): boolean {
  if (part.type === "sequence" || part.type === "choice")
    return part.parts.every((inner) => repeatsWithin(inner, most));
  if (part.type !== "repeat") return true;
  const times = Number.isFinite(part.most) ? part.most : Math.max(part.least, 1);
  return times === 0 || (times <= most && repeatsWithin(part.part, most / times));
}

/** The steps of a pattern; `undefined` if there are too many. */
export function stepsOf(pattern: Part): readonly Step[] | undefined {
  const steps: Step[] = [];
  let parts = 0;
  let tooMany = false;
  emit(pattern);
  steps.push({ type: "match" });
  return tooMany ? undefined : steps;

  function emit(part: Part): void {
    tooMany ||= mostSteps <= steps.length || mostParts <= parts++;
    if (tooMany) return;
    switch (part.type) {
      case "char":
      case "look":
        steps.push(part);
        return;
      case "sequence":
        for (const one of part.parts) emit(one);
        return;
      case "choice":
        emitChoice(part.parts);
        return;
      case "repeat":
        emitRepeat(part);
    }
  }

  function emitChoice(choices: readonly Part[]): void {
    const ends: { to: number }[] = [];
    for (const [at, one] of choices.entries()) {
      if (at === choices.length - 1) {
        emit(one);
        break;
      }
      const other = fork(false);
      emit(one);
      const jump = { type: "jump" as const, to: 0 };
      steps.push(jump);
      ends.push(jump);
      other(steps.length);
    }
    for (const end of ends) end.to = steps.length;
  }

  function emitRepeat({ part, least, most, lazy }: Extract<Part, { type: "repeat" }>): void {
    const endless = most === Number.POSITIVE_INFINITY;
    // The last required repetition is the one that loops.
    for (let count = endless ? 1 : 0; count < least; count++) emit(part);
    const ends: ((to: number) => void)[] = [];
    if (endless) {
      // A part that can match nothing is tried before it is skipped, so that `(|a)*` prefers nothing, as in
      // RE2.
      if (least === 0) ends.push(fork(lazy));
      const start = steps.length;
      emit(part);
      const again = fork(!lazy);
      again(start);
    }
    for (let count = least; !endless && count < most; count++) {
      ends.push(fork(lazy));
      emit(part);
    }
    for (const end of ends) end(steps.length);
  }

  /** A split whose preferred branch continues after it, unless it is lazy; the result sets the other branch. */
  function fork(lazy: boolean): (other: number) => void {
    const next = steps.length + 1;
    const split = { type: "split" as const, first: next, second: next };
    steps.push(split);
    return (other) => {
      if (lazy) split.first = other;
      else split.second = other;
    };
  }
}
