import { compilePattern } from "./pattern.ts";
import { searchText } from "./search.ts";

/** Steps of a search that take about a millisecond. */
const mostSteps = 200_000;
/** Typing a pattern makes many. */
const mostPatterns = 1000;

const compiled = new Map<string, ReturnType<typeof compilePattern>>();

/** Whether a text matches a pattern somewhere; `undefined` if that takes too long, or if the pattern is invalid. */
export function matchesPattern(text: string, pattern: string): boolean | undefined {
  const steps = compiled.get(pattern) ?? compilePattern(pattern);
  if (mostPatterns <= compiled.size && !compiled.has(pattern)) compiled.clear();
  compiled.set(pattern, steps);
  if (typeof steps === "string") return undefined;
  let left = mostSteps;
  const spend = (count: number) => {
    left -= count;
    if (left < 0) throw new TooMuch();
  };
  try {
    return searchText(steps, text, 0, spend) !== undefined;
  } catch (error) {
    if (error instanceof TooMuch) return undefined;
    throw error;
  }
}

class TooMuch extends Error {}
