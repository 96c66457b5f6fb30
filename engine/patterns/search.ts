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
  let threads: Thread[] = [];
  let found: Range | undefined;
  const seen = new Int32Array(steps.length).fill(-1);
  const stack: number[] = [];
  /** Steps since the last charge, and the size of the step table. */
  let looked = steps.length;
  for (let at = from; at <= text.length; ) {
    // A new attempt starts after the running ones, because an earlier start is preferred.
    if (!found) follow(0, at, at, threads);
    spend(1 + (looked >> 4));
    looked = threads.length;
    if (threads.length === 0 && found) break;
    const next: Thread[] = [];
    const behind = at + widthAt(text, at);
    found = advance(threads, at, behind, next) ?? found;
    threads = next;
    at = behind;
  }
  return found;

  /** Lets the threads read one character, up to the first that matches: later ones have lower priority. */
  function advance(
    running: readonly Thread[],
    at: number,
    behind: number,
    next: Thread[],
  ): Range | undefined {
    const code = text.codePointAt(at);
    for (const { pc, start } of running) {
      const step = steps[pc]!;
      if (step.type === "match") return { start, end: at };
      if (step.type === "char" && code !== undefined && step.holds(code)) follow(pc + 1, start, behind, next);
    }
    return undefined;
  }

  /** Adds all steps that read something or match, and that can be reached without reading. */
  function follow(pc: number, start: number, at: number, into: Thread[]): void {
    stack.push(pc);
    while (stack.length > 0) {
      const one = stack.pop()!;
      looked++;
      if (seen[one] === at) continue;
      seen[one] = at;
      const step = steps[one]!;
      switch (step.type) {
        case "jump":
          stack.push(step.to);
          break;
        case "split":
          stack.push(step.second, step.first);
          break;
        case "look":
          if (holds(step.at, text, at)) stack.push(one + 1);
          break;
        case "char":
        case "match":
          into.push({ pc: one, start });
      }
    }
  }
}

/** An alternative that is being followed: its step, and where it started. */
interface Thread {
  readonly pc: number;
  readonly start: number;
}

/** The code units of the character at an offset; 1 at the end. */
export function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
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
