import type { YamlProblem } from "./node.ts";
import { lineEnd, lineStart } from "./trivia.ts";

/** How many lines above a separator to search for a block scalar that it might belong to. */
const reach = 1000;

/** The line breaks and comments between a separator and the first key below it. */
const gap = 50;

/** A `---` that is not at the start of its line, with nothing but a comment after it. */
export interface IndentedSeparator {
  /** The text of the same length with the separator at the start of its line. */
  readonly fixed: string;
  readonly problem: YamlProblem;
}

/** The indented separator on the line of an offset, or on the nearest line above that is not blank. */
export function indentedSeparator(text: string, offset: number): IndentedSeparator | undefined {
  let start = lineStart(text, offset);
  for (let line = 0; line < gap; line++) {
    const content = text.slice(start, lineEnd(text, start));
    const indent = /^([ \t]+)---[ \t]*(?:#.*)?$/.exec(content)?.[1];
    if (indent !== undefined)
      return isInBlockScalar(text, start) ? undefined : separatorAt(text, start, indent);
    const isBelow = line === 0 || /^\s*(?:#.*)?$/.test(content);
    if (!isBelow || start === 0) return undefined;
    start = lineStart(text, start - 1);
  }
  return undefined;
}

function separatorAt(text: string, start: number, indent: string): IndentedSeparator {
  const at = start + indent.length;
  const message = 'This "---" is indented and does not start a new document';
  return {
    fixed: `${text.slice(0, start)}---${indent}${text.slice(at + 3)}`,
    problem: {
      code: "syntax",
      start: at,
      end: at + 3,
      message,
      remedy: { title: 'Remove the indentation of "---"', edits: [{ start, end: at, text: "" }] },
    },
  };
}

/** Whether a line is text below a `|` or `>`, where three dashes mean nothing. */
function isInBlockScalar(text: string, start: number): boolean {
  const own = indentOf(text, start);
  let least = own;
  let below = own;
  let above = start;
  for (let steps = 0; 0 < above; steps++) {
    // Too far away to be looked for: then nothing is known about the separator.
    if (reach < steps) return true;
    above = lineStart(text, above - 1);
    const indent = indentOf(text, above);
    if (indent === -1) continue;
    // The first line of the text sets the indentation.
    if (indent < least && /[|>][-+\d]*[ \t]*(?:#.*)?$/.test(lineAt(text, above))) return below <= own;
    least = Math.min(indent, least);
    below = indent;
  }
  return false;
}

/** `-1` for a blank line. */
function indentOf(text: string, start: number): number {
  return lineAt(text, start).search(/\S/);
}

function lineAt(text: string, start: number): string {
  return text.slice(start, lineEnd(text, start));
}
