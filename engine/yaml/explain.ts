import type { Failure } from "./failure.ts";
import { quoted } from "./lenient.ts";
import type { Line } from "./line.ts";
import type { YamlProblem } from "./node.ts";

/** Explains what is wrong with a line without which the document can be parsed. */
export function explainLine(text: string, line: Line, failure: Failure): YamlProblem {
  const content = text.slice(line.content, line.end).replace(/\s+(?:#.*)?$/, "");
  const start = line.content;
  const problem = (from: number, length: number, message: string): YamlProblem => ({
    code: "syntax",
    start: from,
    end: Math.min(from + Math.max(length, 1), text.length),
    message,
  });
  const second = /^[^'"[{|>&*!#]*?:[ \t]+[^'"[{|>&*!#\s][^'"#]*?(:)(?:[ \t]|$)/.exec(content);
  if (second) {
    const before = /\S*:$/.exec(second[0].trimEnd())?.[0] ?? ":";
    const at = start + second[0].lastIndexOf(before);
    const message = "This line has a second colon outside quotes";
    return problem(at, before.length, message);
  }
  const value = /(?:^|:[ \t]+)([@`%]\S*)/.exec(content);
  if (value) {
    const at = start + value.index + value[0].length - value[1]!.length;
    const message = `Unquoted text cannot start with "${value[1]![0]}"`;
    return problem(at, value[1]!.length, message);
  }
  const isHere = line.start <= failure.offset && failure.offset <= line.end;
  if (isHere && /indentation/.test(failure.reason)) {
    const token = tokenAt(text, failure.offset, line);
    if (token && endsQuoted(text.slice(start, failure.offset)))
      return problem(...token, "This text comes after the closing quote of the value");
    if (text.charAt(failure.offset) === "," && endsQuoted(text.slice(start, failure.offset)))
      return commaAfterQuote(text, line, failure.offset);
    const bracket = text.charAt(failure.offset);
    if (bracket === "]" || bracket === "}") return problem(failure.offset, 1, explainSurplusBracket(bracket));
  }
  if (/^--+$/.test(content))
    return problem(start, content.length, `"${content}" is not a valid document separator`);
  if (/^[\w./-]+$/.test(content)) {
    return problem(start, content.length, `A colon is missing after "${content}"`);
  }
  if (!isHere && /^[^'"[\]{}|>&*!#:-][^:'"[\]{}]*$/.test(content))
    return problem(start, content.length, "A colon is missing on this line");
  const token = isHere ? tokenAt(text, failure.offset, line) : undefined;
  const [from, length] = token ?? [start, content.length];
  return problem(from, length, explainReason(failure.reason));
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
