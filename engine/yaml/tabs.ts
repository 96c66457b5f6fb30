import { applyEdits, type TextEdit } from "../text/range.ts";
import type { YamlNode, YamlProblem } from "./node.ts";
import { parseYaml } from "./parse.ts";
import { lineEnd, lineStart } from "./trivia.ts";

/** The widths of a tab that people have in their editors, the likeliest first. */
const widths = [2, 4, 8, 3, 6, 5, 7, 1];

/** The offset of an indentation with tabs, or of white space with tabs behind a dash, and its end. */
type Tabs = Pick<YamlProblem, "start" | "end">;

/**
 * Edits that replace the tabs of a document with spaces; `undefined` where the text means different things with
 * different widths of a tab, or nothing with any.
 */
export function withoutTabs(text: string, tabs: readonly Tabs[]): readonly TextEdit[] | undefined {
  // Behind spaces, a tab adds its width or goes on to the next stop, depending on what wrote it.
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
 * Whether a line comes right below a key without a value that is indented differently: nobody writes two keys of one
 * mapping like that.
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

/** The same for two trees if they differ in nothing but in white space. */
function meaningOf(node: YamlNode | undefined): string {
  if (!node) return "null";
  const properties = `${node.anchor === undefined ? "" : `&${node.anchor} `}${node.tag ?? ""}`;
  if (node.kind === "alias") return `*${node.name}`;
  if (node.kind === "scalar") return `${properties}${node.style === "plain"}${JSON.stringify(node.text)}`;
  if (node.kind === "sequence") return `${properties}[${node.items.map(meaningOf).join()}]`;
  const pairs = node.pairs.map(({ key, value }) => `${meaningOf(key)}:${meaningOf(value)}`);
  return `${properties}{${pairs.join()}}`;
}
