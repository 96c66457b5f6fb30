import type { Range } from "../text/range.ts";
import { isWord } from "./characters.ts";
import type { Look, Step } from "./steps.ts";

/** Reports how many steps of work are done; throws if it is too much. */
export type Spend = (steps: number) => void;

/**
 * The first match of a pattern in a text from an offset on, as in RE2: the leftmost one, and among those at the same
 * place the one that the pattern prefers. All alternatives are followed in parallel, without backtracking.
 */
export function searchText(
  steps: readonly Step[],
  text: string,
  from: number,
  spend: Spend,
): Range | undefined {
  let threads: { pc: number; start: number }[] = [];
  let found: Range | undefined;
  const seen = new Int32Array(steps.length).fill(-1);
  const stack: number[] = [];
  /** Steps since the last charge, and the size of the step table. */
  let looked = steps.length;
  for (let at = from; at <= text.length; ) {
    const next: { pc: number; start: number }[] = [];
    const code = text.codePointAt(at);
    // A new attempt starts after the running ones, because an earlier start is preferred.
    if (!found) follow(0, at, at, threads);
    spend(1 + (looked >> 4));
    looked = threads.length;
    if (threads.length === 0 && found) break;
    const width = code === undefined ? 1 : code > 0xffff ? 2 : 1;
    for (const { pc, start } of threads) {
      const step = steps[pc]!;
      if (step.type === "match") {
        found = { start, end: at };
        // Later steps have lower priority.
        break;
      }
      if (step.type === "char" && code !== undefined && step.holds(code))
        follow(pc + 1, start, at + width, next);
    }
    threads = next;
    at += width;
  }
  return found;

  /** Adds all steps that read something or match, and that can be reached without reading. */
  function follow(pc: number, start: number, at: number, into: { pc: number; start: number }[]): void {
    stack.push(pc);
    while (stack.length > 0) {
      const one = stack.pop()!;
      looked++;
      if (seen[one] === at) continue;
      seen[one] = at;
      const step = steps[one]!;
      if (step.type === "jump") stack.push(step.to);
      else if (step.type === "split") stack.push(step.second, step.first);
      else if (step.type === "look") {
        if (holds(step.at, text, at)) stack.push(one + 1);
      } else into.push({ pc: one, start });
    }
  }
}

function holds(look: Look, text: string, at: number): boolean {
  const before = at > 0 ? text.charCodeAt(at - 1) : -1;
  const behind = at < text.length ? text.charCodeAt(at) : -1;
  switch (look) {
    case "start":
      return at === 0;
    case "end":
      return at === text.length;
    case "line-start":
      return at === 0 || before === 10;
    case "line-end":
      return at === text.length || behind === 10;
    case "word":
      return isWord(before) !== isWord(behind);
    case "no-word":
      return isWord(before) === isWord(behind);
  }
}
