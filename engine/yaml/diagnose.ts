import { parseDocument } from "yaml";
import type { YamlProblem } from "./node.ts";
import { column, lineEnd, lineStart } from "./trivia.ts";

export interface Diagnosis {
  readonly problems: readonly YamlProblem[];
  /** The text with the culprits blanked out, of the same length. */
  readonly masked: string;
}

/** Above this length only the first error is explained: the tolerant parser takes a second for a megabyte. */
const tolerantLimit = 100_000;

/**
 * Explains why a document is not YAML, and blanks out what stands in the way.
 *
 * @param offset where the strict parser gave up
 * @param reason its reason, used where the tolerant parser has none
 */
export function diagnose(text: string, offset: number, reason: string): Diagnosis {
  if (reason.includes("maxDepth")) return tooDeep(text, offset);
  const tabs = indentationTabs(text);
  if (tabs.problems.length > 0) return tabs;
  const found = text.length <= tolerantLimit && bracketDepth(text) <= deepest ? tolerantErrors(text) : [];
  const culprits =
    found.length > 0 ? found : [{ code: "SYNTAX", start: offset, end: offset, message: reason }];
  // A later error is often an echo of the first, so only the first is blanked out and the rest read again.
  const problem = explain(text, culprits[0]!);
  return { problems: [problem], masked: blank(text, ...maskRange(text, problem, culprits[0]!.start)) };
}

/** Nesting that no object of the API comes near; the document is not read any further. */
function tooDeep(text: string, offset: number): Diagnosis {
  const message = "The nesting is deeper than any Kubernetes object, so the document is not read";
  return {
    problems: [{ code: "too-deep", start: offset, end: Math.min(offset + 1, text.length), message }],
    masked: text,
  };
}

/** Brackets nested deeper than this make the tolerant parser build a regular expression that kills the process. */
const deepest = 256;

function bracketDepth(text: string): number {
  let depth = 0;
  let max = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === "[" || bracket === "{" ? 1 : -1;
    if (depth < 0) depth = 0;
    if (max < depth) max = depth;
  }
  return max;
}

interface RawError {
  readonly code: string;
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

function tolerantErrors(text: string): RawError[] {
  try {
    const { errors } = parseDocument(text, { prettyErrors: false, uniqueKeys: false, logLevel: "silent" });
    return errors.map(({ code, pos, message }) => ({ code, start: pos[0], end: pos[1], message }));
  } catch {
    // The tolerant parser recurses; nesting that exhausts the stack has the strict parser's reason.
    return [];
  }
}

/** Tabs used for indentation are one problem a line, and are read as one space each. */
function indentationTabs(text: string): Diagnosis {
  const problems: YamlProblem[] = [];
  const masked = text.replace(/^[ ]*\t[ \t]*(?=[^\s#])/gm, (indent, start: number) => {
    const tab = start + indent.indexOf("\t");
    const message = "A tab is used for indentation, which YAML forbids";
    problems.push({ code: "tab-indentation", start: tab, end: start + indent.length, message });
    return indent.replaceAll("\t", " ");
  });
  return { problems, masked };
}

function explain(text: string, error: RawError): YamlProblem {
  const quote = unclosedQuote(text, error);
  if (quote !== undefined) {
    const message = `The quote ${text[quote]} is opened here and never closed`;
    return { code: "unclosed-quote", start: quote, end: lineEnd(text, quote), message };
  }
  const colon = missingSpace(text, error);
  if (colon !== undefined) {
    const message = "A space is missing after the colon, so this is not a key with a value";
    return { code: "missing-space-after-colon", start: colon, end: colon + 1, message };
  }
  const [start, end] = tokenAt(text, error.start);
  return { code: "syntax", start, end, message: plainWords(text, error, start, end) };
}

const words: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY: "A second colon on one line: quote the value if the colon belongs to it",
  BAD_INDENT: "This line is indented unlike the lines around it",
  MISSING_CHAR: "A bracket, brace or comma is missing here",
  BAD_SCALAR_START: "A value cannot start with this character: put it in quotes",
  BAD_ALIAS: "The alias has no valid name",
  BAD_DQ_ESCAPE: "This escape sequence does not exist in double quotes",
  BLOCK_IN_FLOW: "A block list or mapping cannot stand inside brackets or braces",
  MULTIPLE_ANCHORS: "A value cannot have two anchors",
  MULTIPLE_TAGS: "A value cannot have two tags",
  UNEXPECTED_TOKEN: "This does not belong here",
  TAB_AS_INDENT: "A tab is used for indentation, which YAML forbids",
};

function plainWords(text: string, error: RawError, start: number, end: number): string {
  if (error.code === "MULTILINE_IMPLICIT_KEY")
    return `"${text.slice(start, end)}" is neither a key nor a value here: a colon is missing`;
  const known = words[error.code];
  if (known !== undefined) return known;
  const message = error.message.replace(/\s+at line \d+, column \d+:?[\s\S]*$/, "").trim();
  return message === "" ? "The text cannot be read as YAML" : message[0]!.toUpperCase() + message.slice(1);
}

/** A quote that opens a value and finds no partner on its line, on the line of the error or above it. */
function unclosedQuote(text: string, error: RawError): number | undefined {
  if (!/quote/i.test(error.message) && error.code !== "BAD_INDENT" && error.code !== "SYNTAX")
    return undefined;
  const upTo = text.slice(0, Math.max(error.start, lineEnd(text, error.start)));
  const openings = [...upTo.matchAll(/(?:^|[\s:[,{-])(["'])(?=[^\n]*$)/gm)];
  for (const opening of openings.reverse().slice(0, 200)) {
    const at = opening.index + opening[0].length - 1;
    const rest = text.slice(at + 1, lineEnd(text, at));
    const before = text.slice(lineStart(text, at), at);
    if (/["']/.test(before)) continue;
    const closed = opening[1] === '"' ? /^(?:\\.|[^"\\])*"/.test(rest) : /^(?:''|[^'])*'/.test(rest);
    if (!closed) return at;
  }
  return undefined;
}

/** `key:value` on the line of the error or on the one above, where a key of a mapping is due. */
function missingSpace(text: string, error: RawError): number | undefined {
  let at = lineStart(text, error.start);
  for (let line = 0; line < 3; line++) {
    const match = /^[ ]*(?:- +)?[A-Za-z][\w./-]*:(?=[^\s/:])/.exec(text.slice(at, lineEnd(text, at)));
    if (match) return at + match[0].length - 1;
    if (at === 0) return undefined;
    at = lineStart(text, at - 1);
  }
  return undefined;
}

function tokenAt(text: string, offset: number): [number, number] {
  let start = Math.min(offset, Math.max(text.length - 1, 0));
  // An error at the end of the text, or on an empty rest of a line, is shown on the last word before it.
  while (start > 0 && /\s/.test(text[start] ?? " ")) start--;
  while (start > 0 && !/[\s]/.test(text[start - 1]!)) start--;
  const rest = /^[^\s]+/.exec(text.slice(start, start + 200));
  return [start, Math.min(start + (rest ? rest[0].length : 1), text.length)];
}

function maskRange(text: string, problem: YamlProblem, errorStart: number): [number, number] {
  if (problem.code === "unclosed-quote") return [problem.start, problem.end];
  const at = problem.code === "syntax" ? Math.min(errorStart, problem.start) : problem.start;
  const start = lineStart(text, at);
  // The dash of a list item stays, so that the items below it keep their list.
  const dash = /^[ ]*- /.exec(text.slice(start, lineEnd(text, start)));
  const from = dash && column(text, at) > dash[0].length ? start + dash[0].length : start;
  return [from, lineEnd(text, at)];
}

function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + " ".repeat(Math.max(0, end - start)) + text.slice(Math.max(start, end));
}
