import type { Value } from "../kubernetes/value.ts";
import { lineBreak } from "../yaml/trivia.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

interface Move {
  /** The key of the other list in the same mapping, which is created by renaming this one if it is missing. */
  readonly to: string;
  /** Whether the items go in front of those of the other list. */
  readonly first: boolean;
  /** The key under which an item becomes a mapping; empty for items that stay what they are. */
  readonly keyOf: (item: Value) => string;
}

/** Text to add at an offset. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Moves all items of a list at the root of a document to another list there, with their comments. Items of block lists
 * can be moved to block lists; every list can be renamed.
 *
 * @param text the text of the document
 */
export function moveItems(
  list: Value,
  { to, first, keyOf }: Move,
  text: string,
  edit: EditBuilder,
): readonly MaybeChange[] {
  const items = list.items();
  if (items.length === 0) return [edit.remove(list)];
  const insertions = items.map((item) => insertionsFor(item, keyOf(item), text));
  if (list.shared || insertions.includes(undefined)) return [undefined];
  const all = insertions.flatMap((each) => each ?? []);
  const target = list.parent?.child(to);
  if (!target)
    return [edit.renameKey(list, to), ...all.map(({ at, text: added }) => edit.splice(at, at, added))];
  const from = blockOf(list, text);
  const into = blockOf(target, text);
  if (!from || !into || target.shared) return [undefined];
  const moved = shifted(withInsertions(text, from, all), into.column - from.column);
  const eol = lineBreak(text);
  const insert = first
    ? edit.splice(into.start, into.start, `${moved}${eol}`)
    : edit.splice(into.end, into.end, `${eol}${moved}`);
  return [insert, cut(list, from, text, edit)];
}

/** Removes a block collection that was written elsewhere with all its comments. Those above its key stay. */
export function cut(value: Value, { start, end }: BlockLines, text: string, edit: EditBuilder): MaybeChange {
  const { key } = value;
  if (!key || text.slice(key.end, start).includes("#")) return undefined;
  const keyLine = text.lastIndexOf("\n", key.start - 1) + 1;
  const after = /^\r?\n/.exec(text.slice(end, end + 2))?.[0].length;
  if (after !== undefined) return edit.splice(keyLine, end + after, "");
  // At the end of a text without a final line break, the preceding one is removed.
  return edit.splice(text.slice(0, keyLine).replace(/\r?\n$/, "").length, end, "");
}

/** What turns an item into a mapping with one key; `undefined` if its text does not allow that. */
function insertionsFor(item: Value, key: string, text: string): readonly Insertion[] | undefined {
  const { written, scalar, parent } = item;
  if (key === "") return [];
  if (!written || !scalar || written !== scalar) return undefined;
  const start = { at: scalar.propertiesStart, text: `${key}: ` };
  const source = text.slice(scalar.start, scalar.end);
  if (parent?.node?.kind === "sequence" && parent.node.flow)
    return [
      { ...start, text: `{ ${key}: ` },
      { at: scalar.end, text: " }" },
    ];
  if (scalar.style !== "literal" && scalar.style !== "folded")
    return source.includes("\n") ? undefined : [start];
  // An explicit indentation would have to be changed as well.
  if (/^[|>][-+]?\d/.test(source)) return undefined;
  const lines = [...source.matchAll(/\n(?=[ \t]*[^\s])/g)];
  return [start, ...lines.map(({ index }) => ({ at: scalar.start + index + 1, text: "  " }))];
}

/** The lines of a block list, from that of the first comment or item to the end of the last, without its line break. */
export interface BlockLines {
  readonly start: number;
  readonly end: number;
  /** The column of the dashes or keys. */
  readonly column: number;
}

/** The lines of the items or pairs of a block collection with a key; `undefined` for a flow collection. */
export function blockOf({ node, key }: Value, text: string): BlockLines | undefined {
  if ((node?.kind !== "sequence" && node?.kind !== "map") || node.flow || !key) return undefined;
  const start = text.indexOf("\n", key.end) + 1;
  // Nothing but a comment may follow the colon.
  if (start === 0 || !/^:[ \t]*(?:#.*)?\r?\n$/.test(text.slice(key.end, start))) return undefined;
  const lines = text.slice(start, node.end);
  const first = /^(?:[ \t]*(?:#.*)?\r?\n)*([ ]*)/.exec(lines);
  const last = text.slice(0, node.end).trimEnd().length;
  const lineEnd = /\r?(?:\n|$)/g;
  lineEnd.lastIndex = last;
  return { start, end: lineEnd.exec(text)?.index ?? text.length, column: first?.[1]?.length ?? 0 };
}

function withInsertions(text: string, { start, end }: BlockLines, insertions: readonly Insertion[]): string {
  let result = "";
  let done = start;
  for (const { at, text: added } of [...insertions].sort((a, b) => a.at - b.at)) {
    result += text.slice(done, at) + added;
    done = at;
  }
  return result + text.slice(done, end);
}

/** Lines with another indentation. */
export function shifted(lines: string, by: number): string {
  if (by === 0) return lines;
  return lines
    .split("\n")
    .map((line) => {
      if (/^\r?$/.test(line)) return line;
      return by > 0 ? " ".repeat(by) + line : line.replace(new RegExp(`^ {0,${-by}}`), "");
    })
    .join("\n");
}
