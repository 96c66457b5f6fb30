import type { Range } from "../text/range.ts";
import type { Source } from "./instructions.ts";

/** Text with expanded variables. */
export interface Expanded {
  readonly text: string;
  /** For each code unit of the text, its offset in the file. */
  readonly origins: readonly number[];
  /** The variables that were looked up, including those in values, with repetitions. */
  readonly names: readonly string[];
}

/** The value of a variable: text, nothing, or something that is only known during the build. */
export type Value = Expanded | "unset" | "unknown";

/** Longer than any image reference; without a limit, nested variables could grow without end. */
const MAX_LENGTH = 1000;
const MAX_DEPTH = 8;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Expands a word by BuildKit's rules: quotes, escapes, `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME:+word}`
 * (https://docs.docker.com/reference/dockerfile/#environment-replacement). Undefined if the value is only known during
 * the build: a variable without a value, or another kind of replacement.
 */
export function expand(source: Source, range: Range, lookUp: (name: string) => Value): Expanded | undefined {
  const reader = { source, at: range.start, end: range.end, lookUp, names: [] as string[] };
  const units = readWord(reader, 0, false);
  if (!units) return undefined;
  return {
    text: units.map(({ text }) => text).join(""),
    origins: units.map(({ at }) => at),
    names: reader.names,
  };
}

/** The range of the part `[start, end)` of expanded text in the file; `undefined` if it is composed. */
export function originOf({ origins }: Expanded, { start, end }: Range): Range | undefined {
  const first = origins[start];
  if (first === undefined || end <= start) return undefined;
  for (let at = start + 1; at < end; at++) if (origins[at] !== first + at - start) return undefined;
  return { start: first, end: first + end - start };
}

interface Reader {
  readonly source: Source;
  at: number;
  readonly end: number;
  readonly lookUp: (name: string) => Value;
  readonly names: string[];
}

interface Unit {
  readonly text: string;
  readonly at: number;
}

/** Reads to the end, or to the `}` that closes a replacement. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a lexer
function readWord(reader: Reader, depth: number, inBraces: boolean): readonly Unit[] | undefined {
  const { code, escape: escapeMark } = reader.source;
  const units: Unit[] = [];
  let quote = "";
  while (reader.at < reader.end) {
    if (MAX_LENGTH < units.length) return undefined;
    const at = reader.at;
    const character = code[at]!;
    if (inBraces && quote === "" && character === "}") return units;
    reader.at++;
    if (character === escapeMark && quote !== "'") {
      const escaped = readEscaped(reader, quote);
      if (!escaped) return units;
      for (const unit of escaped) units.push(unit);
    } else if (character === quote) {
      quote = "";
    } else if (quote === "" && (character === '"' || character === "'")) {
      quote = character;
    } else if (character === "$" && quote !== "'") {
      const value = readVariable(reader, depth);
      if (!value) return undefined;
      for (const unit of value) units.push(unit);
    } else {
      units.push({ text: character, at });
    }
  }
  return inBraces ? undefined : units;
}

/** Behind an escape mark: what it stands for, which is nothing where the line continues; `undefined` at the end. */
function readEscaped(reader: Reader, quote: string): readonly Unit[] | undefined {
  const { code, escape: escapeMark } = reader.source;
  const at = reader.at - 1;
  if (skipContinuation(reader)) return [];
  const escaped = code[reader.at];
  if (escaped === undefined || reader.end <= reader.at) return undefined;
  const isLiteral = quote === '"' && escaped !== '"' && escaped !== "$" && escaped !== escapeMark;
  return [isLiteral ? { text: escapeMark, at } : { text: escaped, at: reader.at++ }];
}

/** After an escape: skips the line break and any blank or commented-out lines below it. */
function skipContinuation(reader: Reader): boolean {
  const lineBreak = /[ \t]*\r?\n(?:[ \t]*\r?\n)*/y;
  lineBreak.lastIndex = reader.at;
  if (!lineBreak.test(reader.source.code)) return false;
  reader.at = Math.min(lineBreak.lastIndex, reader.end);
  return true;
}

/** After a `$`. */
function readVariable(reader: Reader, depth: number): readonly Unit[] | undefined {
  const { code } = reader.source;
  const braces = code[reader.at] === "{";
  if (braces) reader.at++;
  NAME.lastIndex = reader.at;
  const name = NAME.exec(code)?.[0];
  if (!name || MAX_DEPTH < depth) return undefined;
  reader.at += name.length;
  const value = reader.lookUp(name);
  reader.names.push(name, ...(typeof value === "string" ? [] : value.names));
  if (MAX_LENGTH < reader.names.length) return undefined;
  if (!braces) return knownUnits(value);
  if (code[reader.at] !== "}") return readReplacement(reader, depth, value);
  reader.at++;
  return knownUnits(value);
}

/** After the name in `${NAME:-word}`. */
function readReplacement(reader: Reader, depth: number, value: Value): readonly Unit[] | undefined {
  const operator = /:?[-+]/y;
  operator.lastIndex = reader.at;
  const written = operator.exec(reader.source.code)?.[0];
  if (!written || value === "unknown") return undefined;
  reader.at += written.length;
  const word = readWord(reader, depth + 1, true);
  if (!word || reader.end <= reader.at) return undefined;
  reader.at++;
  const isSet = value !== "unset" && !(written.startsWith(":") && value.text === "");
  if (written.endsWith("+")) return isSet ? word : [];
  return isSet ? unitsOf(value) : word;
}

function knownUnits(value: Value): readonly Unit[] | undefined {
  return typeof value === "string" ? undefined : unitsOf(value);
}

function unitsOf({ text, origins }: Expanded): readonly Unit[] {
  return origins.map((at, index) => ({ text: text[index]!, at }));
}
