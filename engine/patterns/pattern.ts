import {
  complement,
  foldCase,
  namedClasses,
  oneOf,
  oneOfInEitherCase,
  type Ranges,
  shortClasses,
  type Test,
  unicodeClasses,
  unicodeProperty,
  withBothCases,
} from "./characters.ts";
import { type Look, type Part, repeatsWithin, type Step, stepsOf } from "./steps.ts";

interface Flags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  /** `*` matches as little as possible, and `*?` as much as possible. */
  readonly ungreedy: boolean;
}

interface Counts {
  readonly least: number;
  readonly most: number;
}

/** RE2's own limit. Source: https://github.com/google/re2/wiki/Syntax */
const mostRepeats = 1000;
/** As many as steps, because nearly every character is one step. */
const longest = 5000;
const deepest = 100;

/**
 * Compiles a pattern in RE2's syntax. Matching takes time linear in the length of
 * the text times that of the pattern, whatever the pattern. Never throws.
 *
 * @returns the steps, or what is wrong with the pattern
 */
export function compilePattern(pattern: string): readonly Step[] | string {
  if (longest < pattern.length) return tooLarge;
  let at = 0;
  let flags: Flags = { ignoreCase: false, multiline: false, dotAll: false, ungreedy: false };
  try {
    const part = choice(0);
    if (at < pattern.length) throw new PatternError("has a ) too many");
    if (!repeatsWithin(part, mostRepeats)) throw new PatternError("has a repetition that is not allowed");
    return stepsOf(part) ?? tooLarge;
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
    let before: Counts | undefined;
    while (!endsSequence()) {
      const sign = pattern[at];
      const counts = readCounts();
      if (counts && before) throw new PatternError("repeats a repetition");
      const added = counts ? [repeated(parts.pop(), counts, sign)] : atom(depth);
      for (const part of added) parts.push(part);
      before = counts;
    }
    return { type: "sequence", parts };
  }

  function endsSequence(): boolean {
    return at >= pattern.length || pattern[at] === "|" || pattern[at] === ")";
  }

  function repeated(part: Part | undefined, counts: Counts, sign: string | undefined): Part {
    if (!part) throw new PatternError(`has nothing to repeat in front of ${sign}`);
    const lazy = eat("?") !== flags.ungreedy;
    return { type: "repeat", part, ...counts, lazy };
  }

  function readCounts(): Counts | undefined {
    if (eat("*")) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (eat("+")) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (eat("?")) return { least: 0, most: 1 };
    // Anything else in braces is literal text.
    const braces = take(/\{(0|[1-9]\d*)(?:(,)(0|[1-9]\d*)?)?\}/y);
    if (!braces) return undefined;
    const least = Number(braces[1]);
    const most = braces[2] ? Number(braces[3] ?? Number.POSITIVE_INFINITY) : least;
    if (mostRepeats < least || most < least || (mostRepeats < most && braces[3] !== undefined))
      throw new PatternError("has a repetition that is not allowed");
    return { least, most };
  }

  /** The next parts; none if they would only set flags. */
  function atom(depth: number): readonly Part[] {
    if (eat("\\Q")) return quoted();
    if (eat("(")) return group(depth);
    const look = readLook();
    return [look ? { type: "look", at: look } : { type: "char", holds: character() }];
  }

  /** A place between characters. */
  function readLook(): Look | undefined {
    if (eat("^")) return flags.multiline ? "line-start" : "start";
    if (eat("$")) return flags.multiline ? "line-end" : "end";
    const [, name = ""] = take(/\\([AzbB])/y) ?? [];
    return looks.get(name);
  }

  /** A character, or a class of them. */
  function character(): Test {
    if (eat("[")) return bracket();
    if (eat(".")) {
      const { dotAll } = flags;
      return (code) => dotAll || code !== 10;
    }
    const unicode = unicodeClass();
    if (unicode) return unicodeClasses([unicode], flags.ignoreCase);
    const ranges = shortClass();
    return ranges ? inCase(ranges) : single(point());
  }

  function group(depth: number): readonly Part[] {
    const outer = flags;
    if (eat("?")) {
      const head = take(/(?:P?<\w+>|([imsU]*)(?:-([imsU]+))?([:)]))/y);
      if (!head) throw new PatternError("has a group that RE2 does not know");
      const [, on = "", off = "", end] = head;
      const set = (name: string, before: boolean) => (before || on.includes(name)) && !off.includes(name);
      flags = {
        ignoreCase: set("i", flags.ignoreCase),
        multiline: set("m", flags.multiline),
        dotAll: set("s", flags.dotAll),
        ungreedy: set("U", flags.ungreedy),
      };
      // Flags without a group apply to the rest of the enclosing group.
      if (end === ")") return [];
    }
    const part = choice(depth + 1);
    flags = outer;
    if (!eat(")")) throw new PatternError("has a ( that is not closed");
    return [part];
  }

  /** The text between `\Q` and `\E`, or up to the end. */
  function quoted(): readonly Part[] {
    const parts: Part[] = [];
    while (at < pattern.length && !eat("\\E")) parts.push({ type: "char", holds: single(plainPoint()) });
    return parts;
  }

  function bracket(): Test {
    const negated = eat("^");
    const ranges: (readonly [number, number])[] = [];
    const unicode: string[] = [];
    for (let first = true; first || pattern[at] !== "]"; first = false) {
      if (at >= pattern.length) throw new PatternError("has a [ that is not closed");
      const name = unicodeClass();
      if (name) unicode.push(name);
      else ranges.push(...(namedClass() ?? shortClass() ?? [pointRange()]));
    }
    at++;
    const listed = inCase(ranges);
    const inClasses = unicode.length > 0 && unicodeClasses(unicode, flags.ignoreCase);
    const holds: Test = inClasses ? (code) => listed(code) || inClasses(code) : listed;
    return negated ? (code) => !holds(code) : holds;
  }

  function pointRange(): readonly [number, number] {
    const low = point();
    if (pattern[at] !== "-" || at + 1 >= pattern.length || pattern[at + 1] === "]") return [low, low];
    at++;
    const high = point();
    if (high < low) throw new PatternError("has a range that runs backwards");
    return [low, high];
  }

  function namedClass(): Ranges | undefined {
    const [, not, name = ""] = take(/\[:(\^?)(\w+):\]/y) ?? [];
    if (not === undefined) return undefined;
    const ranges = namedClasses.get(name);
    if (!ranges) throw new PatternError(`has [:${name}:], which is not known`);
    return not === "" ? ranges : allBut(ranges);
  }

  /** A Unicode class such as `\pL`, `\p{Greek}` or `\P{^Lu}`, as JavaScript writes it. */
  function unicodeClass(): string | undefined {
    const [, letter, short, not, long] = take(/\\([pP])(?:([A-Z])|\{(\^?)(\w+)\})/y) ?? [];
    if (!letter) return undefined;
    const name = short ?? long ?? "";
    const property = unicodeProperty(name);
    if (!property) throw new PatternError(`has the Unicode class ${name}, which is not known`);
    return `\\${(letter === "P") === (not === "^") ? "p" : "P"}{${property}}`;
  }

  function shortClass(): Ranges | undefined {
    const [, name = ""] = take(/\\([dwsDWS])/y) ?? [];
    const ranges = shortClasses.get(name.toLowerCase());
    return ranges && (shortClasses.has(name) ? ranges : allBut(ranges));
  }

  /** A negated class excludes its letters in both cases. */
  function allBut(ranges: Ranges): Ranges {
    return complement(flags.ignoreCase ? withBothCases(ranges) : ranges);
  }

  function single(own: number): Test {
    if (!flags.ignoreCase) return (code) => code === own;
    const folded = foldCase(own);
    return (code) => foldCase(code) === folded;
  }

  function inCase(ranges: Ranges): Test {
    return flags.ignoreCase ? oneOfInEitherCase(ranges) : oneOf(ranges);
  }

  /** A literal code point, or an escaped one. */
  function point(): number {
    if (!eat("\\")) return plainPoint();
    const octal = take(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
    if (octal) return Number.parseInt(octal[0], 8);
    if (at >= pattern.length) throw new PatternError("ends with a backslash");
    const code = plainPoint();
    const char = String.fromCodePoint(code);
    const control = controls.get(char);
    if (control !== undefined) return control;
    if (char === "x") return hexadecimal();
    if (128 <= code || /[\da-zA-Z]/.test(char))
      throw new PatternError(`has \\${char}, which is not known here`);
    return code;
  }

  /** The digits after `\x`. */
  function hexadecimal(): number {
    const hex = take(/([\da-fA-F]{2})|\{([\da-fA-F]{1,8})\}/y);
    const code = Number.parseInt(hex?.[1] ?? hex?.[2] ?? "", 16);
    // Without any digits it is not a number.
    if (!(code <= 0x10ffff)) throw new PatternError("has a \\x without its digits");
    return code;
  }

  function plainPoint(): number {
    const code = pattern.codePointAt(at)!;
    at += code > 0xffff ? 2 : 1;
    return code;
  }

  function take(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = at;
    const found = sticky.exec(pattern) ?? undefined;
    if (found) at = sticky.lastIndex;
    return found;
  }

  function eat(text: string): boolean {
    if (!pattern.startsWith(text, at)) return false;
    at += text.length;
    return true;
  }
}

class PatternError extends Error {}

const tooLarge = "is too large";

const looks: ReadonlyMap<string, Look> = new Map([
  ["A", "start"],
  ["z", "end"],
  ["b", "word"],
  ["B", "no-word"],
]);

const controls: ReadonlyMap<string, number> = new Map([
  ["n", 10],
  ["r", 13],
  ["t", 9],
  ["f", 12],
  ["v", 11],
  ["a", 7],
]);
