import { applyEdits, type TextEdit } from "../text/range.ts";
import type { YamlNode, YamlProblem } from "./node.ts";
import { parseYaml } from "./parse.ts";
import { lineEnd, lineStart } from "./trivia.ts";

/** The widths of a tab that editors use, the most likely first. */
const widths = [2, 4, 8, 3, 6, 5, 7, 1];

/** The offset of an indentation with tabs, or of white space with tabs after a dash, and its end. */
type Tabs = Pick<YamlProblem, "start" | "end">;

/**
 * Edits that replace the tabs of a document with spaces; `undefined` if the meaning of the text depends on the width of
 * a tab, or if no width makes it valid.
 */
export function withoutTabs(text: string, tabs: readonly Tabs[]): readonly TextEdit[] | undefined {
  // After spaces, a tab adds its width or extends to the next tab stop, depending on the editor.
  const isMixed = tabs.some(({ start, end }) => / \t/.test(text.slice(lineStart(text, start), end)));
  let first: Reading | undefined;
  for (const toStop of isMixed ? [false, true] : [false])
    for (const reading of readings(text, tabs, toStop)) {
      if (first && first.meaning !== reading.meaning) return undefined;
      first ??= reading;
    }
  return first?.edits;
}

/** A width of a tab with which the text can be parsed. */
interface Reading {
  readonly edits: readonly TextEdit[];
  /** In the form of `meaningOf`. */
  readonly meaning: string;
}

function* readings(text: string, tabs: readonly Tabs[], toStop: boolean): Generator<Reading> {
  for (const width of widths) {
    const edits = tabs.map((tab) => spacesFor(text, tab, width, toStop));
    if (tabs.some((tab, at) => meetsKeyAbove(text, tab, edits[at]!))) continue;
    const { root, problems } = parseYaml(applyEdits(text, edits));
    if (root && problems.length === 0) yield { edits, meaning: meaningOf(root) };
  }
}

function spacesFor(text: string, { start, end }: Tabs, width: number, toStop: boolean): TextEdit {
  const first = start - lineStart(text, start);
  let column = first;
  for (const char of text.slice(start, end))
    column += char === "\t" ? width - (toStop ? column % width : 0) : 1;
  return { start, end, text: " ".repeat(column - first) };
}

/**
 * Whether a line gets the column of the key without a value above it although the two are indented with different
 * characters: two keys of one mapping are not written like that.
 */
function meetsKeyAbove(text: string, { start }: Tabs, edit: TextEdit): boolean {
  const line = lineStart(text, start);
  const lead = /^[ \t]*/.exec(text.slice(line, lineEnd(text, line)))![0];
  const isLead = edit.end === line + lead.length;
  const above = writtenAbove(text, line);
  // The first key of a list item has a dash before it, and so always looks unlike the others.
  const keyLead = above && /^( *)[^\s#-].*:[ \t]*(?:\s#.*)?$/.exec(above)?.[1];
  return isLead && keyLead !== undefined && keyLead !== lead && column(edit, line) === keyLead.length;
}

function column({ start, text }: TextEdit, line: number): number {
  return start - line + text.length;
}

/** The nearest line above on which more than a comment is written. */
function writtenAbove(text: string, line: number): string | undefined {
  for (let start = line; 0 < start; ) {
    start = lineStart(text, start - 1);
    const above = text.slice(start, lineEnd(text, start));
    if (!/^\s*(?:#|$)/.test(above)) return above;
  }
  return undefined;
}

/** A text that is equal for two trees if they differ only in white space. */
function meaningOf(node: YamlNode | undefined): string {
  if (!node) return "null";
  const properties = `${node.anchor === undefined ? "" : `&${node.anchor} `}${node.tag ?? ""}`;
  if (node.kind === "alias") return `*${node.name}`;
  if (node.kind === "scalar") return `${properties}${node.style === "plain"}${JSON.stringify(node.text)}`;
  if (node.kind === "sequence") return `${properties}[${node.items.map(meaningOf).join()}]`;
  const pairs = node.pairs.map(({ key, value }) => `${meaningOf(key)}:${meaningOf(value)}`);
  return `${properties}{${pairs.join()}}`;
}
