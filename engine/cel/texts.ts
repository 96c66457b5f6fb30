import type { Environment } from "@marcbachmann/cel-js";
import { compilePattern } from "../patterns/pattern.ts";
import { searchText, widthAt } from "../patterns/search.ts";
import type { Step } from "../patterns/steps.ts";
import type { Range } from "../text/range.ts";
import type { Meter } from "./meter.ts";

/** The new name of the library's own function, which would use the regular expressions of the host. */
export const ownMatches = "matchesInLinearTime";

const sync = { async: false } as const;

/**
 * Kubernetes' regex library, `matches` in linear time, and what the extended strings library has beyond the standard.
 * Source: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-regex-library
 */
export function registerTexts(environment: Environment, meter: Meter): void {
  const add = (signature: string, handler: (...args: never[]) => unknown) =>
    environment.registerFunction(signature, handler, sync);
  const compiled = new Map<string, readonly Step[]>();
  const stepsOf = (pattern: string): readonly Step[] => {
    // The cost is the same each time, so that no result depends on earlier evaluations.
    meter.spend(pattern.length >> 1);
    let steps = compiled.get(pattern);
    if (steps) return steps;
    const result = compilePattern(pattern);
    if (typeof result === "string") throw new Error(`the pattern "${pattern}" ${result}`);
    steps = result;
    // Patterns can be computed from an object.
    if (compiled.size > 100) compiled.clear();
    compiled.set(pattern, steps);
    return steps;
  };
  const search = (text: string, pattern: string, from = 0) =>
    searchText(stepsOf(pattern), text, from, meter.spend);
  const all = (text: string, pattern: string, most: number) =>
    allMatches(text, most, (from) => search(text, pattern, from));
  const matches = (text: string, pattern: string) => search(text, pattern) !== undefined;
  add(`string.${ownMatches}(string): bool`, matches);
  add(`${ownMatches}(string, string): bool`, matches);
  add("string.find(string): string", (text: string, pattern: string) => all(text, pattern, 1)[0] ?? "");
  add("string.findAll(string): list<string>", (text: string, pattern: string) =>
    all(text, pattern, Number.POSITIVE_INFINITY),
  );
  add("string.findAll(string, int): list<string>", (text: string, pattern: string, most: bigint) =>
    all(text, pattern, most < 0n ? Number.POSITIVE_INFINITY : Number(most)),
  );
  add("string.charAt(int): string", (text: string, at: bigint) => {
    if (at < 0n || at > BigInt(text.length)) throw new Error("charAt() is behind the end of the text");
    return text.charAt(Number(at));
  });
  const replaced = (text: string, old: string, by: string, most = Number.POSITIVE_INFINITY) => {
    const parts = text.split(old);
    meter.spend(((parts.length * by.length) >> 4) + parts.length);
    if (parts.length - 1 <= most) return parts.join(by);
    return [...parts.slice(0, most), parts.slice(most).join(old)].join(by);
  };
  add("string.replace(string, string): string", (text: string, old: string, by: string) =>
    replaced(text, old, by),
  );
  add("string.replace(string, string, int): string", (text: string, old: string, by: string, most: bigint) =>
    replaced(text, old, by, most < 0n ? Number.POSITIVE_INFINITY : Number(most)),
  );
  add("string.format(list): string", formatted);
}

function allMatches(
  text: string,
  most: number,
  search: (from: number) => Range | undefined,
): readonly string[] {
  const found: string[] = [];
  let before = -1;
  for (let at = 0; at <= text.length && found.length < most; ) {
    const match = search(at);
    if (!match) break;
    const { start, end } = match;
    // An empty match right after another match does not count.
    if (start < end || start !== before) found.push(text.slice(start, end));
    before = end;
    at = start < end ? end : end + widthAt(text, end);
  }
  return found;
}

/** `%s`, `%d`, `%f` with a precision, `%x`, `%b`. Source: https://pkg.go.dev/github.com/google/cel-go/ext#Strings */
function formatted(text: string, values: readonly unknown[]): string {
  let at = 0;
  return text.replaceAll(/%(?:\.(\d{1,2}))?(.?)/gs, (whole, precision: string | undefined, verb: string) => {
    if (whole === "%%") return "%";
    if (at >= values.length) throw new Error("format() has more places than values");
    const value = values[at++];
    switch (verb) {
      case "s":
        return shown(value);
      case "d":
        return String(value);
      case "f":
        return Number(value).toFixed(Number(precision ?? 6));
      case "x":
        return (value as bigint).toString(16);
      case "b":
        return (value as bigint).toString(2);
      default:
        throw new Error(`format() does not know ${whole}`);
    }
  });
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (value instanceof Map)
    return `{${[...value].map(([name, item]) => `${shown(name)}: ${shown(item)}`).join(", ")}}`;
  return String(value);
}
