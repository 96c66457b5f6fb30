import type { Failure } from "./failure.ts";
import { quoted } from "./lenient.ts";
import { type Line, lineOf } from "./line.ts";
import type { YamlProblem } from "./node.ts";

/** A line without which the document can be parsed. */
interface BadLine {
  readonly text: string;
  readonly line: Line;
  readonly failure: Failure;
  /** The line without its indentation and comment. */
  readonly content: string;
  /** Whether the parser failed on this line, not below it. */
  readonly isHere: boolean;
}

/** Explains what is wrong with a line without which the document can be parsed. */
export function explainLine(text: string, line: Line, failure: Failure): YamlProblem {
  const content = text.slice(line.content, line.end).replace(/\s+(?:#.*)?$/, "");
  const isHere = line.start <= failure.offset && failure.offset <= line.end;
  const bad = { text, line, failure, content, isHere };
  return (
    secondColon(bad) ??
    reservedStart(bad) ??
    textAfterValue(bad) ??
    missingColon(bad) ??
    keyBelowValue(bad) ??
    asReported(bad)
  );
}

function secondColon({ text, line, content }: BadLine): YamlProblem | undefined {
  const second = /^[^'"[{|>&*!#]*?:[ \t]+[^'"[{|>&*!#\s][^'"#]*?(:)(?:[ \t]|$)/.exec(content);
  if (!second) return undefined;
  const before = /\S*:$/.exec(second[0].trimEnd())?.[0] ?? ":";
  const at = line.content + second[0].lastIndexOf(before);
  return problem(text, at, before.length, "This line has a second colon outside quotes");
}

function reservedStart({ text, line, content }: BadLine): YamlProblem | undefined {
  const match = /(?:^|:[ \t]+)([@`%]\S*)/.exec(content);
  if (!match) return undefined;
  const value = match[1]!;
  const at = line.content + match.index + match[0].length - value.length;
  return problem(text, at, value.length, `Unquoted text cannot start with "${value[0]}"`);
}

/** Text after a closing quote, or a bracket without an opening one. */
function textAfterValue({ text, line, failure, isHere }: BadLine): YamlProblem | undefined {
  if (!isHere || !/indentation/.test(failure.reason)) return undefined;
  const token = tokenAt(text, failure.offset, line);
  if (token && endsQuoted(text.slice(line.content, failure.offset)))
    return problem(text, ...token, "This text comes after the closing quote of the value");
  const bracket = text.charAt(failure.offset);
  if (bracket === "," && endsQuoted(text.slice(line.content, failure.offset)))
    return commaAfterQuote(text, line, failure.offset);
  return bracket === "]" || bracket === "}"
    ? problem(text, failure.offset, 1, explainSurplusBracket(bracket))
    : undefined;
}

/** A line without a colon that is no separator of documents either. */
function missingColon({ text, line, content, isHere }: BadLine): YamlProblem | undefined {
  const whole = (message: string) => problem(text, line.content, content.length, message);
  if (/^--+$/.test(content)) return whole(`"${content}" is not a valid document separator`);
  if (/^[\w./-]+$/.test(content)) return whole(`A colon is missing after "${content}"`);
  if (!isHere && /^[^'"[\]{}|>&*!#:-][^:'"[\]{}]*$/.test(content))
    return whole("A colon is missing on this line");
  return undefined;
}

/** A key that is indented below a key which already has a value. */
function keyBelowValue({ text, line, failure, content, isHere }: BadLine): YamlProblem | undefined {
  const above = /^(?:-[ \t]+)*([\w./-]+):[ \t]+[^'"[{|>&*!#\s]/.exec(content)?.[1];
  if (isHere || above === undefined) return undefined;
  const below = lineOf(text, failure.offset);
  const key = /^([\w./-]+):(?:[ \t]|$)/.exec(text.slice(below.content, below.end))?.[1];
  if (key === undefined || below.indent <= line.indent) return undefined;
  const message = `"${key}" is indented more than "${above}" above it, which already has a value`;
  return problem(text, below.content, key.length, message);
}

/** The parser's own reason, at its place if that is on the line. */
function asReported({ text, line, failure, content, isHere }: BadLine): YamlProblem {
  const token = isHere ? tokenAt(text, failure.offset, line) : undefined;
  const [from, length] = token ?? [line.content, content.length];
  return problem(text, from, length, explainReason(failure.reason));
}

function problem(text: string, start: number, length: number, message: string): YamlProblem {
  return { code: "syntax", start, end: Math.min(start + Math.max(length, 1), text.length), message };
}

/** As in JSON. Without the last comma of a line, its text can have only one meaning. */
function commaAfterQuote(text: string, line: Line, at: number): YamlProblem {
  const message = "This comma comes after the closing quote of the value";
  const problem = { code: "syntax", start: at, end: at + 1, message } as const;
  if (!/^\s*(?:\s#.*)?$/.test(text.slice(at + 1, line.end))) return problem;
  return {
    ...problem,
    remedy: { title: "Remove the comma", edits: [{ start: at, end: at + 1, text: "" }] },
  };
}

/** The message for a closing bracket without an opening one. */
export function explainSurplusBracket(bracket: "]" | "}"): string {
  return `This "${bracket}" has no matching "${bracket === "]" ? "[" : "{"}"`;
}

/** Whether a part of a line ends with a quoted string. */
function endsQuoted(text: string): boolean {
  const end = text.trimEnd().length;
  return [...text.matchAll(quoted)].some((token) => token.index + token[0].length === end);
}

function tokenAt(text: string, offset: number, line: Line): [number, number] | undefined {
  const rest = /^[^\s,\]}]+/.exec(text.slice(offset, Math.min(line.end, offset + 200)));
  return rest ? [offset, rest[0].length] : undefined;
}

/** Messages for the parser's errors, by the words in them. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/tab characters/, "A tab is used as indentation, but YAML allows only spaces"],
  [
    /indentation|expected ':' after|end of the stream or a document/,
    "The indentation of this line does not match the lines around it",
  ],
  [
    /comma between flow|flow collection|expected the node content/,
    "A bracket, brace or comma is missing here",
  ],
  [
    /multiline key|whitespace character is expected/,
    "A colon is missing, or the indentation of this line does not match the lines around it",
  ],
  [/anchor/, "This anchor or alias has an invalid name"],
  [/escape|hexadecimal/, "This escape sequence is invalid in a double-quoted string"],
  [/quoted scalar/, "This string has no closing quote"],
  [/tag/, "This YAML tag is invalid"],
  [/non-printable|JSON character/, "The text contains a character that YAML does not allow"],
  [/null byte/, "The text contains a null byte"],
  [/block scalar|line break is expected/, "The text of a block scalar must start on the line after | or >"],
];

/** The parser's error in plain words. */
export function explainReason(reason: string): string {
  const explanation = reasons.find(([pattern]) => pattern.test(reason))?.[1];
  if (explanation !== undefined) return explanation;
  return reason === "" ? "The text is not valid YAML" : reason[0]!.toUpperCase() + reason.slice(1);
}
