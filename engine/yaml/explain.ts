import type { Failure } from "./failure.ts";
import { quoted } from "./lenient.ts";
import type { Line } from "./line.ts";
import type { YamlProblem } from "./node.ts";

/** Says in a person's words what is wrong with a line without which the document can be read. */
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
    const message = "A second colon stands on this line and outside of quotes";
    return problem(at, before.length, message);
  }
  const value = /(?:^|:[ \t]+)([@`%]\S*)/.exec(content);
  if (value) {
    const at = start + value.index + value[0].length - value[1]!.length;
    const message = "A value starts with a character that only quotes allow there";
    return problem(at, value[1]!.length, message);
  }
  const isHere = line.start <= failure.offset && failure.offset <= line.end;
  if (isHere && /indentation/.test(failure.reason)) {
    const token = tokenAt(text, failure.offset, line);
    if (token && endsQuoted(text.slice(start, failure.offset)))
      return problem(...token, "The quote in front of this ends the value, and nothing may follow it");
    if (/[\]}]/.test(text.charAt(failure.offset)))
      return problem(failure.offset, 1, `The bracket ${text[failure.offset]} closes nothing`);
  }
  if (/^[\w./-]+$/.test(content)) {
    return problem(start, content.length, `A colon is missing behind "${content}"`);
  }
  if (!isHere && /^[^'"[\]{}|>&*!#:-][^:'"[\]{}]*$/.test(content))
    return problem(start, content.length, "A colon is missing on this line");
  const token = isHere ? tokenAt(text, failure.offset, line) : undefined;
  const [from, length] = token ?? [start, content.length];
  return problem(from, length, explainReason(failure.reason));
}

/** Whether a part of a line ends with a quoted string. */
function endsQuoted(text: string): boolean {
  const end = text.trimEnd().length;
  return [...text.matchAll(quoted)].some((one) => one.index + one[0].length === end);
}

function tokenAt(text: string, offset: number, line: Line): [number, number] | undefined {
  const rest = /^[^\s,\]}]+/.exec(text.slice(offset, Math.min(line.end, offset + 200)));
  return rest ? [offset, rest[0].length] : undefined;
}

/** The parser's reasons, by the words in them. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/tab characters/, "A tab is used for indentation, which YAML forbids"],
  [
    /indentation|expected ':' after|end of the stream or a document/,
    "This line is indented unlike the lines around it",
  ],
  [
    /comma between flow|flow collection|expected the node content/,
    "A bracket, brace or comma is missing here",
  ],
  [
    /multiline key|whitespace character is expected/,
    "A colon is missing, or this line is indented unlike the lines around it",
  ],
  [/anchor/, "The anchor or alias has no valid name here"],
  [/escape|hexadecimal/, "This escape sequence does not exist in double quotes"],
  [/quoted scalar/, "A quote is opened and never closed"],
  [/tag/, "This tag cannot be read"],
  [/non-printable|JSON character/, "The text holds a character that YAML does not allow"],
  [/null byte/, "The text holds a null byte"],
  [/block scalar|line break is expected/, "The text after | or > must begin on a line of its own"],
];

/** The parser's reason in a person's words. */
export function explainReason(reason: string): string {
  const known = reasons.find(([pattern]) => pattern.test(reason));
  if (known) return known[1];
  return reason === "" ? "The text cannot be read as YAML" : reason[0]!.toUpperCase() + reason.slice(1);
}
