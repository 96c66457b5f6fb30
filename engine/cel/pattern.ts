/**
 * One step of a compiled pattern. `char` reads a code point, `split` tries `first` before `second`, `look` holds at a
 * place without reading.
 */
export type Step =
  | { readonly type: "char"; readonly holds: (code: number) => boolean }
  | { type: "split"; first: number; second: number }
  | { type: "jump"; to: number }
  | { readonly type: "look"; readonly at: Look }
  | { readonly type: "match" };

export type Look = "start" | "end" | "line-start" | "line-end" | "word" | "no-word";

type Part =
  | { readonly type: "char"; readonly holds: (code: number) => boolean }
  | { readonly type: "look"; readonly at: Look }
  | { readonly type: "sequence" | "choice"; readonly parts: readonly Part[] }
  | {
      readonly type: "repeat";
      readonly part: Part;
      readonly least: number;
      readonly most: number;
      readonly lazy: boolean;
    };

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
}

/** RE2 allows as many repetitions. Source: https://github.com/google/re2/wiki/Syntax */
const mostRepeats = 1000;
/** Repetitions of repetitions multiply; what is larger is no pattern that anybody wrote for a field. */
const mostSteps = 5000;
/** Parts without a step of their own can be repeated, too. */
const mostParts = 20_000;
const deepest = 100;

/**
 * Compiles a pattern of RE2's syntax, without Unicode classes (`\p{…}`). A text is read in time linear to its length
 * times the pattern's, whatever the pattern.
 *
 * @returns the steps, or what is wrong with the pattern
 */
export function compilePattern(pattern: string): readonly Step[] | string {
  const points = [...pattern].map((char) => char.codePointAt(0)!);
  const chars = [...pattern];
  let at = 0;
  let flags: Flags = { ignoreCase: false, multiline: false, dotAll: false };
  try {
    const part = choice(0);
    if (at < chars.length) throw new PatternError("has a ) too many");
    const steps: Step[] = [];
    emit(part, steps, { left: mostParts });
    steps.push({ type: "match" });
    return steps;
  } catch (error) {
    if (error instanceof PatternError) return error.message;
    throw error;
  }

  function choice(depth: number): Part {
    if (depth > deepest) throw new PatternError("is nested too deeply");
    const outer = flags;
    const parts: Part[] = [];
    do parts.push(sequence(depth));
    while (eat("|"));
    flags = outer;
    return parts.length === 1 ? parts[0]! : { type: "choice", parts };
  }

  function sequence(depth: number): Part {
    const parts: Part[] = [];
    while (at < chars.length && chars[at] !== "|" && chars[at] !== ")") {
      const part = atom(depth);
      if (part) parts.push(repeated(part));
    }
    return { type: "sequence", parts };
  }

  function repeated(part: Part): Part {
    const counts = readCounts();
    if (!counts) return part;
    const [least, most] = counts;
    const lazy = eat("?");
    if (readCounts()) throw new PatternError("repeats a repetition");
    return { type: "repeat", part, least, most, lazy };
  }

  function readCounts(): readonly [number, number] | undefined {
    if (eat("*")) return [0, Number.POSITIVE_INFINITY];
    if (eat("+")) return [1, Number.POSITIVE_INFINITY];
    if (eat("?")) return [0, 1];
    const braces =
      chars[at] === "{" ? /^\{(\d+)(?:(,)(\d*))?\}/.exec(chars.slice(at, at + 12).join("")) : null;
    if (!braces) return undefined;
    at += braces[0].length;
    const least = Number(braces[1]);
    const most = braces[2] ? (braces[3] ? Number(braces[3]) : Number.POSITIVE_INFINITY) : least;
    if (least > mostRepeats || (most !== Number.POSITIVE_INFINITY && (most > mostRepeats || most < least)))
      throw new PatternError("has a repetition that is not allowed");
    return [least, most];
  }

  function atom(depth: number): Part | undefined {
    const char = chars[at++]!;
    switch (char) {
      case "(":
        return group(depth);
      case "[":
        return { type: "char", holds: folded(bracket()) };
      case ".": {
        const { dotAll } = flags;
        return { type: "char", holds: (code) => dotAll || code !== 10 };
      }
      case "^":
        return { type: "look", at: flags.multiline ? "line-start" : "start" };
      case "$":
        return { type: "look", at: flags.multiline ? "line-end" : "end" };
      case "*":
      case "+":
      case "?":
        throw new PatternError(`has nothing to repeat in front of ${char}`);
      case "\\":
        return escaped();
      default: {
        const own = points[at - 1]!;
        return { type: "char", holds: folded((code) => code === own) };
      }
    }
  }

  function group(depth: number): Part | undefined {
    if (eat("?")) {
      const head = /^(?:P?<\w+>|([ims]*)(?:-([ims]+))?([:)]))/.exec(chars.slice(at, at + 64).join(""));
      if (!head) throw new PatternError("has a group that RE2 does not know");
      at += head[0].length;
      const [, on = "", off = "", end] = head;
      const outer = flags;
      const set = (name: string, before: boolean) => (before || on.includes(name)) && !off.includes(name);
      flags = {
        ignoreCase: set("i", flags.ignoreCase),
        multiline: set("m", flags.multiline),
        dotAll: set("s", flags.dotAll),
      };
      // Flags alone hold for the rest of the group that they stand in.
      if (end === ")") return undefined;
      const part = choice(depth + 1);
      flags = outer;
      if (!eat(")")) throw new PatternError("has a ( that is not closed");
      return part;
    }
    const part = choice(depth + 1);
    if (!eat(")")) throw new PatternError("has a ( that is not closed");
    return part;
  }

  function escaped(): Part {
    const char = chars[at++];
    const look = looks[char ?? ""];
    if (look) return { type: "look", at: look };
    at--;
    return { type: "char", holds: folded(escapedClass()) };
  }

  /** What stands behind a backslash, in brackets or not. */
  function escapedClass(): (code: number) => boolean {
    const char = chars[at++];
    if (char === undefined) throw new PatternError("ends with a backslash");
    const known = classes[char];
    if (known) return known;
    const control = controls[char];
    if (control !== undefined) return (code) => code === control;
    if (char === "x") {
      const hex = /^(?:([\da-fA-F]{2})|\{([\da-fA-F]{1,6})\})/.exec(chars.slice(at, at + 8).join(""));
      if (!hex) throw new PatternError("has a \\x without its digits");
      at += hex[0].length;
      const own = Number.parseInt(hex[1] ?? hex[2]!, 16);
      return (code) => code === own;
    }
    if (/[\w]/.test(char)) throw new PatternError(`has \\${char}, which is not known here`);
    const own = points[at - 1]!;
    return (code) => code === own;
  }

  function bracket(): (code: number) => boolean {
    const negated = eat("^");
    const tests: ((code: number) => boolean)[] = [];
    for (let first = true; first || chars[at] !== "]"; first = false) {
      if (at >= chars.length) throw new PatternError("has a [ that is not closed");
      const named = /^\[:(\^?)(\w+):\]/.exec(chars.slice(at, at + 14).join(""));
      if (named) {
        const test = posix[named[2]!];
        if (!test) throw new PatternError(`has [:${named[2]}:], which is not known`);
        at += named[0].length;
        tests.push(named[1] ? (code) => !test(code) : test);
        continue;
      }
      const low = points[at]!;
      if (eat("\\")) tests.push(escapedClass());
      else if (chars[at + 1] === "-" && chars[at + 2] !== undefined && chars[at + 2] !== "]") {
        const high = points[at + 2]!;
        if (high < low) throw new PatternError("has a range that runs backwards");
        tests.push((code) => low <= code && code <= high);
        at += 3;
      } else {
        tests.push((code) => code === low);
        at++;
      }
    }
    at++;
    return (code) => tests.some((test) => test(code)) !== negated;
  }

  function folded(holds: (code: number) => boolean): (code: number) => boolean {
    if (!flags.ignoreCase) return holds;
    return (code) => {
      if (holds(code)) return true;
      const char = String.fromCodePoint(code);
      return holds(char.toLowerCase().codePointAt(0)!) || holds(char.toUpperCase().codePointAt(0)!);
    };
  }

  function eat(char: string): boolean {
    if (chars[at] !== char) return false;
    at++;
    return true;
  }
}

class PatternError extends Error {}

function emit(part: Part, steps: Step[], parts: { left: number }): void {
  if (steps.length > mostSteps || parts.left-- <= 0) throw new PatternError("is too large");
  switch (part.type) {
    case "char":
    case "look":
      steps.push(part);
      return;
    case "sequence":
      for (const one of part.parts) emit(one, steps, parts);
      return;
    case "choice": {
      const ends: { to: number }[] = [];
      for (const [at, one] of part.parts.entries()) {
        if (at === part.parts.length - 1) emit(one, steps, parts);
        else {
          const split = { type: "split" as const, first: steps.length + 1, second: 0 };
          steps.push(split);
          emit(one, steps, parts);
          const jump = { type: "jump" as const, to: 0 };
          steps.push(jump);
          ends.push(jump);
          split.second = steps.length;
        }
      }
      for (const end of ends) end.to = steps.length;
      return;
    }
    case "repeat": {
      for (let count = 0; count < part.least; count++) emit(part.part, steps, parts);
      if (part.most === Number.POSITIVE_INFINITY) {
        const start = steps.length;
        const split = fork(part.lazy, steps);
        emit(part.part, steps, parts);
        steps.push({ type: "jump", to: start });
        close(split, part.lazy, steps.length);
        return;
      }
      const splits: Extract<Step, { type: "split" }>[] = [];
      for (let count = part.least; count < part.most; count++) {
        splits.push(fork(part.lazy, steps));
        emit(part.part, steps, parts);
      }
      for (const split of splits) close(split, part.lazy, steps.length);
    }
  }
}

function fork(lazy: boolean, steps: Step[]): Extract<Step, { type: "split" }> {
  const next = steps.length + 1;
  const split = { type: "split" as const, first: lazy ? 0 : next, second: lazy ? next : 0 };
  steps.push(split);
  return split;
}

function close(split: Extract<Step, { type: "split" }>, lazy: boolean, end: number): void {
  if (lazy) split.first = end;
  else split.second = end;
}

const looks: Readonly<Record<string, Look>> = { A: "start", z: "end", b: "word", B: "no-word" };
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7 };

const between = (low: string, high: string) => (code: number) =>
  low.charCodeAt(0) <= code && code <= high.charCodeAt(0);
const digit = between("0", "9");
const lower = between("a", "z");
const upper = between("A", "Z");
const space = (code: number) => code === 32 || (9 <= code && code <= 13 && code !== 11);
export const isWord = (code: number) => digit(code) || lower(code) || upper(code) || code === 95;

const classes: Readonly<Record<string, (code: number) => boolean>> = {
  d: digit,
  D: (code) => !digit(code),
  w: isWord,
  W: (code) => !isWord(code),
  s: space,
  S: (code) => !space(code),
};

/** ASCII classes of RE2. */
const posix: Readonly<Record<string, (code: number) => boolean>> = {
  alnum: (code) => digit(code) || lower(code) || upper(code),
  alpha: (code) => lower(code) || upper(code),
  digit,
  lower,
  upper,
  space: (code) => space(code) || code === 11,
  blank: (code) => code === 32 || code === 9,
  punct: (code) => (33 <= code && code <= 126 && !isWord(code) ? true : code === 95),
  word: isWord,
  xdigit: (code) => digit(code) || between("a", "f")(code) || between("A", "F")(code),
};
