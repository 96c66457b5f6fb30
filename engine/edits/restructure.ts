import type { Value } from "../kubernetes/value.ts";
import { applyEdits, type TextEdit } from "../text/range.ts";
import type { PlainValue } from "../yaml/edit/change.ts";
import { jsonStyle, pairEnd } from "../yaml/edit/insert.ts";
import { commentsInside } from "../yaml/edit/remove.ts";
import {
  renderFlowPair,
  renderPair,
  renderScalar,
  type WritingStyle,
  writingStyle,
} from "../yaml/edit/render.ts";
import { isMergeKey, type MapNode, type Pair } from "../yaml/node.ts";
import { column, lineEnd, lineStart, nextLine } from "../yaml/trivia.ts";
import type { MaybeChange } from "./edit.ts";

/** A field of a mapping that is written again. */
export type Part =
  /** An existing field of this mapping or of one inside it, with its comments and bytes. */
  | { readonly kept: Value; readonly name?: string | undefined }
  | { readonly name: string; readonly fields: readonly Part[] }
  | { readonly name: string; readonly items: readonly (readonly Part[])[] }
  | { readonly name: string; readonly value: PlainValue };

/**
 * Gives a mapping other fields, which can contain its old ones at any depth. Those keep their text, with another
 * indentation. Comments about fields that are left out stay above the others.
 *
 * @param text the text of the document
 * @param edits edits of the text of fields that are kept
 */
export function restructure(
  owner: Value,
  parts: readonly Part[],
  text: string,
  edits: readonly TextEdit[] = [],
): MaybeChange {
  const map = owner.node;
  if (map?.kind !== "map" || owner.shared || map.pairs.length === 0) return undefined;
  if (map.pairs.some(({ key }) => key.kind !== "scalar" || isMergeKey(key))) return undefined;
  const page: Page = { text, edits, owner: map, style: writingStyle(text, owner.tree.root) };
  const sources = keptIn(parts);
  if (sources.some((value) => pairOf(value) === undefined)) return undefined;
  if (map.flow) return restructureFlow(page, parts, sources);
  const first = map.pairs[0]!;
  const indent = column(text, first.key.propertiesStart);
  const lines = [
    ...commentsLeft(page, map, sources).map((comment) => " ".repeat(indent) + comment),
    ...blockLines(page, parts, indent),
  ];
  return {
    type: "splice",
    start: first.key.propertiesStart,
    end: endOf(text, map.pairs.at(-1)!),
    text: lines.join(page.style.lineBreak).trimStart(),
  };
}

interface Page {
  readonly text: string;
  readonly edits: readonly TextEdit[];
  readonly owner: MapNode;
  readonly style: WritingStyle;
}

function keptIn(parts: readonly Part[]): readonly Value[] {
  return parts.flatMap((part) => {
    if ("kept" in part) return [part.kept];
    if ("fields" in part) return keptIn(part.fields);
    return "items" in part ? part.items.flatMap(keptIn) : [];
  });
}

function pairOf({ parent, key }: Value): Pair | undefined {
  const map = parent?.node;
  return map?.kind === "map" ? map.pairs.find((pair) => pair.key === key) : undefined;
}

/** The end of the last line of a pair, with the comment behind it. */
function endOf(text: string, pair: Pair): number {
  const end = pairEnd(text, pair);
  // A block scalar that keeps its line breaks ends at the start of the next line.
  return lineEnd(text, end > 0 && text[end - 1] === "\n" ? end - 1 : end);
}

/** The comments of pairs that neither stay nor hold a pair that does. */
function commentsLeft({ text }: Page, map: MapNode, sources: readonly Value[]): readonly string[] {
  return map.pairs.flatMap((pair, at) => {
    if (sources.some((value) => pairOf(value) === pair)) return [];
    const before = map.pairs[at - 1];
    const from = before ? endOf(text, before) : pair.key.propertiesStart;
    const isHolder = sources.some((value) => isInside(value, pair));
    return isHolder
      ? commentsInside(text, from, pair.key.start, undefined)
      : commentsInside(text, from, endOf(text, pair), pair.value);
  });
}

function isInside(value: Value, { key }: Pair): boolean {
  for (let above = value.parent; above; above = above.parent) if (above.key === key) return true;
  return false;
}

function blockLines(page: Page, parts: readonly Part[], indent: number): readonly string[] {
  return parts.flatMap((part) => partLines(page, part, indent));
}

function partLines(page: Page, part: Part, indent: number): readonly string[] {
  const { style } = page;
  const spaces = " ".repeat(indent);
  if ("kept" in part) return keptLines(page, part, indent);
  if ("value" in part) return renderPair(part.name, part.value, spaces, style).split(style.lineBreak);
  const head = `${spaces}${part.name}:`;
  if ("fields" in part) return [head, ...blockLines(page, part.fields, indent + style.step)];
  const at = indent + style.listIndent;
  const dashed = part.items.flatMap((item) => {
    const [first = "", ...rest] = blockLines(page, item, at + 2);
    return [`${" ".repeat(at)}- ${first.trimStart()}`, ...rest];
  });
  return [head, ...dashed];
}

type Kept = Extract<Part, { kept: Value }>;

/** The lines of a pair and of the comments above it. */
function keptLines(page: Page, { kept, name }: Kept, indent: number): readonly string[] {
  const { text, owner } = page;
  const map = kept.parent!.node as MapNode;
  const pair = pairOf(kept)!;
  const { propertiesStart: start } = pair.key;
  const end = map.flow ? pairEnd(text, pair) : endOf(text, pair);
  const [head = "", ...rest] = pairText(page, pair, end, name).split(/\r?\n/);
  const spaces = " ".repeat(indent);
  if (map.flow) return [spaces + head, ...rest];
  const shift = indent - column(text, start);
  const before = map.pairs[map.pairs.indexOf(pair) - 1];
  const above = before
    ? text
        .slice(nextLine(text, endOf(text, before)), lineStart(text, start))
        .split(/\r?\n/)
        .slice(0, -1)
    : map === owner
      ? []
      : commentsInside(text, kept.parent!.key?.end ?? start, start, undefined).map((line) => spaces + line);
  // Empty lines separate fields of one mapping, not a field from the key above it.
  const moved = shift === 0 ? above : above.filter((line) => line.trim() !== "");
  return [
    ...moved.map((line) => (before ? shifted(line, shift) : line)),
    spaces + head,
    ...rest.map((line) => shifted(line, shift)),
  ];
}

/** The text of a pair up to an offset, with another name and the edits inside. */
function pairText({ text, edits }: Page, { key }: Pair, end: number, name: string | undefined): string {
  const style = key.kind === "scalar" ? key.style : "plain";
  const rename =
    name === undefined ? [] : [{ start: key.start, end: key.end, text: renderScalar(name, style) }];
  const from = key.propertiesStart;
  const inside = edits.filter((edit) => from <= edit.start && edit.end <= end);
  return applyEdits(
    text.slice(from, end),
    [...rename, ...inside].map((edit) => ({ ...edit, start: edit.start - from, end: edit.end - from })),
  );
}

function shifted(line: string, by: number): string {
  if (line.trim() === "") return line;
  if (0 <= by) return " ".repeat(by) + line;
  const spaces = /^ */.exec(line)![0].length;
  return line.slice(Math.min(-by, spaces));
}

function restructureFlow(page: Page, parts: readonly Part[], sources: readonly Value[]): MaybeChange {
  const { text, owner } = page;
  // Comments and blocks have no place inside of braces.
  if (commentsInside(text, owner.start, owner.end, owner).length > 0) return undefined;
  if (sources.some(({ parent }) => parent?.node?.kind !== "map" || !parent.node.flow)) return undefined;
  const json = jsonStyle(owner) === true;
  return { type: "splice", start: owner.start, end: owner.end, text: flowMap(page, parts, json) };
}

function flowMap(page: Page, parts: readonly Part[], json: boolean): string {
  const body = parts.map((part) => flowPart(page, part, json)).join(", ");
  return json ? `{${body}}` : `{ ${body} }`;
}

function flowPart(page: Page, part: Part, json: boolean): string {
  if ("kept" in part) {
    const pair = pairOf(part.kept)!;
    return pairText(page, pair, pairEnd(page.text, pair), part.name);
  }
  if ("value" in part) return renderFlowPair(part.name, part.value, json);
  const head = `${renderScalar(part.name, json ? "double" : "plain", true)}: `;
  if ("fields" in part) return head + flowMap(page, part.fields, json);
  return `${head}[${part.items.map((item) => flowMap(page, item, json)).join(", ")}]`;
}
