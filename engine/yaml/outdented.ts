import { lineEnd, nextLine } from "./trivia.ts";

/** Brackets whose end is not where a value ends may be looked for again from each of them, but not without end. */
const patience = 4_000_000;

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Value {
  readonly at: number;
  /** The column of the key or dash that the value belongs to: further lines must be right of it. */
  readonly column: number;
}

/**
 * A text of the same length that reads the same, for quoted strings and brackets whose further lines are indented no
 * deeper than their key.
 *
 * The specification forbids that, and strict parsers refuse it, but libyaml and go-yaml read it, and kubectl itself
 * prints long messages that way. All of them are found in one pass over the text, so that there may be any number.
 *
 * @param anyLine between brackets, joins all lines that are indented too little, not only those that close a bracket
 */
export function joinOutdented(text: string, anyLine: boolean): string {
  return withoutGaps(
    text,
    [...valuesOf(text, anyLine)].flatMap(({ gaps }) => gaps),
  );
}

/** The values that may continue on further lines, in which a tab at the start of a line is text or white space. */
export function spansOfLines(text: string): readonly Span[] {
  return [...valuesOf(text, false)];
}

/** All values that may continue on further lines, and the gaps in front of their parts that are indented too little. */
function* valuesOf(text: string, anyLine: boolean): Generator<Reading> {
  const effort = { wasted: 0 };
  for (let at = 0; at < text.length; ) {
    const value = valueOnLine(text, at);
    const reading = value && readValue(text, value, anyLine, effort);
    if (reading) yield reading;
    at = reading?.next ?? nextLine(text, at);
  }
}

interface Reading extends Span {
  readonly gaps: readonly Span[];
  /** The start of the first line below the value. */
  readonly next: number;
}

/** Reads a value to its end, which must be the end of a line. */
function readValue(
  text: string,
  value: Value,
  anyLine: boolean,
  effort: { wasted: number },
): Reading | undefined {
  const opening = text[value.at]!;
  if (opening === "|" || opening === ">") {
    const end = blockScalarEnd(text, value);
    return { start: value.at, end, gaps: [], next: end };
  }
  if ((opening === "[" || opening === "{") && patience < effort.wasted) return undefined;
  const found = outdentedGaps(text, value, anyLine);
  // A quote that was never closed finds its partner in the next string, which then continues after it.
  if (found && isEndOfLine(text, found.end))
    return { start: value.at, ...found, next: nextLine(text, found.end) };
  effort.wasted += (found?.end ?? text.length) - value.at;
  return undefined;
}

const valuePattern =
  /[ ]*(?:- +)*((?:"[^"\n]*"|'[^'\n]*'|[^\s"'#[\]{}|>-][^"'#\n]*?|-(?! )[^"'#\n]*?) *: +)?(?:[!&][^\s,[\]{}]* +)*(["'[{]|[|>](?=[-+\d]{0,2}[ \t]*(?:#.*)?\r?(?:\n|$)))/y;

/** A value that may continue on further lines. */
function valueOnLine(text: string, start: number): Value | undefined {
  valuePattern.lastIndex = start;
  const match = valuePattern.exec(text);
  if (!match) return undefined;
  const at = start + match[0].length - 1;
  const lead = /^[ ]*(?:- +)*/.exec(match[0])![0];
  const isItem = lead.includes("-");
  // Of a value below its key, only its own column is known.
  const column = match[1] === undefined ? (isItem ? lead.lastIndexOf("-") : lead.length - 1) : lead.length;
  return { at, column };
}

/** The start of the first line that is not text of a block scalar any more. */
function blockScalarEnd(text: string, { at, column }: Value): number {
  const digit = /\d/.exec(text.slice(at, at + 3))?.[0];
  let least = digit === undefined ? undefined : Math.max(column, 0) + Number(digit);
  let line = nextLine(text, at);
  for (; line < text.length; line = nextLine(text, line)) {
    const indent = indentAt(text, line);
    if (isEndOfLine(text, line + indent) && text[line + indent] !== "#") continue;
    if (indent < (least ?? column + 1)) break;
    least ??= indent;
  }
  return line;
}

/** The state of reading a value. */
interface Scan {
  depth: number;
  /** The quote of the string that is being read; empty outside strings. */
  quote: string;
  /** Whether a quote here would open a string, and not be part of plain text. */
  isFresh: boolean;
}

/** The gaps before parts of a value that are indented too little, and the end of the value. */
function outdentedGaps(text: string, { at, column }: Value, anyLine: boolean) {
  const gaps: Span[] = [];
  const scan: Scan = { depth: 0, quote: "", isFresh: true };
  let written = at;
  for (let offset = at; offset < text.length; offset++) {
    const char = text[offset]!;
    if (char === " " || char === "\t" || char === "\n" || char === "\r") continue;
    if (scan.quote === "" && char === "#" && written < offset) {
      offset = lineEnd(text, offset) - 1;
      continue;
    }
    const line = lastBreak(text, written, offset);
    const isOutdented = line !== undefined && indentAt(text, line) <= column;
    if (isOutdented && (scan.quote !== "" || anyLine || closes(text, line, char)))
      gaps.push({ start: written, end: offset });
    const skipped = escapedLength(text, offset, scan.quote);
    if (skipped === 0 && endsAt(scan, char)) return { gaps, end: offset + 1 };
    offset += skipped;
    written = Math.min(offset + 1, text.length);
  }
  return undefined;
}

/** Whether a line begins with a closing bracket or a tab, which only brackets allow. */
function closes(text: string, line: number, char: string): boolean {
  return char === "]" || char === "}" || text[line + indentAt(text, line)] === "\t";
}

/** The number of characters that an escape inside quotes has after the first one. */
function escapedLength(text: string, offset: number, quote: string): number {
  const next = text[offset + 1] ?? "";
  if (quote === '"') return text[offset] === "\\" && !/[\r\n]/.test(next) ? 1 : 0;
  return quote === "'" && text[offset] === "'" && next === "'" ? 1 : 0;
}

/** Reads one character, and tells whether the value ends with it. */
function endsAt(scan: Scan, char: string): boolean {
  if (scan.quote !== "") {
    if (char !== scan.quote) return false;
    scan.quote = "";
    scan.isFresh = false;
    return scan.depth === 0;
  }
  if (char === "[" || char === "{") scan.depth++;
  else if (char === "]" || char === "}") scan.depth--;
  else if (scan.isFresh && (char === '"' || char === "'")) scan.quote = char;
  scan.isFresh = /[[{,:?]/.test(char);
  return scan.depth === 0 && (char === "]" || char === "}");
}

/** The start of the last line that begins between two offsets with nothing but white space and comments. */
function lastBreak(text: string, from: number, to: number): number | undefined {
  const newline = from < to ? text.slice(from, to).lastIndexOf("\n") : -1;
  return newline === -1 ? undefined : from + newline + 1;
}

function indentAt(text: string, line: number): number {
  let at = line;
  while (text[at] === " ") at++;
  return at - line;
}

/** Whether nothing but a comment follows on the line. */
function isEndOfLine(text: string, at: number): boolean {
  const rest = /[ \t]*(?:#[^\n]*)?\r?(?:\n|$)/y;
  rest.lastIndex = at;
  return rest.test(text);
}

function withoutGaps(text: string, gaps: readonly Span[]): string {
  if (gaps.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of gaps) {
    parts.push(text.slice(at, start), " ".repeat(end - start));
    at = end;
  }
  return `${parts.join("")}${text.slice(at)}`;
}
