import type { TextEdit } from "../../text/range.ts";
import { type MapNode, type Pair, type SequenceNode, walk, type YamlNode } from "../node.ts";
import { lineBreak, lineEnd, lineStart, nextLine } from "../trivia.ts";
import { pairEnd } from "./insert.ts";
import { ownCommentStart } from "./own-comment.ts";

/**
 * What happens to comments that refer only to a removed part: they are removed with it, or they stay because it is
 * moved or replaced. All other comments stay.
 */
export type OwnComments = "go" | "stay";

/**
 * The edit that removes a pair from a mapping, which becomes `{}` if it is empty; undefined if a comment would be lost.
 */
export function removePair(text: string, map: MapNode, pair: Pair, own: OwnComments): TextEdit | undefined {
  const at = map.pairs.indexOf(pair);
  if (map.pairs.length === 1) return emptied(text, map, "{}", own);
  const range = (index: number) => {
    const one = map.pairs[index]!;
    return { start: one.key.propertiesStart, end: pairEnd(text, one) };
  };
  if (map.flow) return removeFromFlow(text, range, at, map.pairs.length, pair.value);
  const names = map.pairs.map(({ key }) => (key.kind === "scalar" ? key.text : ""));
  return removeLines({ text, range, at, names, removed: pair.value, own });
}

/**
 * The edit that removes an item from a list, which becomes `[]` if it is empty; undefined if a comment would be lost.
 */
export function removeItem(
  text: string,
  sequence: SequenceNode,
  item: YamlNode,
  own: OwnComments,
): TextEdit | undefined {
  const at = sequence.items.indexOf(item);
  if (sequence.items.length === 1) return emptied(text, sequence, "[]", own);
  if (sequence.flow) {
    const range = (index: number) => {
      const one = sequence.items[index]!;
      return { start: one.propertiesStart, end: one.end };
    };
    return removeFromFlow(text, range, at, sequence.items.length, item);
  }
  const range = (index: number) => {
    const one = sequence.items[index]!;
    return { start: text.lastIndexOf("-", one.propertiesStart - 1), end: one.end };
  };
  return removeLines({ text, range, at, names: sequence.items.map(nameOf), removed: item, own });
}

/** The name of an item: its text, or the value of its first key. */
function nameOf(item: YamlNode): string {
  const node = item.kind === "map" ? item.pairs[0]?.value : item;
  return node?.kind === "scalar" ? node.text : "";
}

/** An empty collection is written after its key, or in its old place if a comment is in between. */
function emptied(
  text: string,
  node: MapNode | SequenceNode,
  brackets: string,
  own: OwnComments,
): TextEdit | undefined {
  // If the last value is a block scalar that keeps its line breaks, it ends at the start of the next line.
  const end = text[node.end - 1] === "\n" ? lineEnd(text, node.end - 1) : node.end;
  const comments = own === "go" ? [] : commentsInside(text, node.start, end, node);
  if (node.flow) return comments.length === 0 ? { start: node.start, end, text: brackets } : undefined;
  const empty = brackets + comments.map((comment) => ` ${comment}`).join("");
  const head = text.slice(0, node.start).trimEnd().length;
  const ownLine = text.slice(head, node.start).includes("\n");
  const marks = text.slice(node.propertiesStart, Math.max(head, node.propertiesStart));
  const behindKey = text[head - 1] === ":" || (marks !== "" && !marks.includes("#"));
  if (ownLine && behindKey) return { start: head, end, text: ` ${empty}` };
  // Unlike the dashes of a list, brackets must be indented more than the key.
  return { start: node.start, end, text: ownLine && node.kind === "sequence" ? `  ${empty}` : empty };
}

type RangeOf = (index: number) => { readonly start: number; readonly end: number };

function removeFromFlow(
  text: string,
  range: RangeOf,
  at: number,
  count: number,
  removed: YamlNode | undefined,
): TextEdit | undefined {
  const isLast = at + 1 === count;
  const start = isLast ? range(at - 1).end : range(at).start;
  const end = isLast ? range(at).end : range(at + 1).start;
  return commentsInside(text, start, end, removed).length === 0 ? { start, end, text: "" } : undefined;
}

interface LineRemoval {
  readonly text: string;
  /** The ranges of all siblings. */
  readonly range: RangeOf;
  /** The index of the removed sibling. */
  readonly at: number;
  /** The names of all siblings, including the removed ones. */
  readonly names: readonly string[];
  readonly removed: YamlNode | undefined;
  readonly own: OwnComments;
}

/** What is removed, and the comments that stay. */
interface Removed extends LineRemoval {
  readonly start: number;
  readonly end: number;
  readonly inside: readonly string[];
  /** The comment at the end of the last line. */
  readonly behind: string | undefined;
}

/** Removes whole lines; comments that stay are on their own lines. */
function removeLines(removal: LineRemoval): TextEdit {
  const { text, range, at, own } = removal;
  const { start, end: last } = range(at);
  // A block scalar that keeps its line breaks ends at the start of the next line.
  const end = text[last - 1] === "\n" ? lineEnd(text, last - 1) : last;
  const inside = own === "go" ? [] : commentsInside(text, start, end, removal.removed);
  const behind = own === "go" ? undefined : /#.*$/.exec(restOfLine(text, end))?.[0];
  const removed = { ...removal, start, end, inside, behind };
  const isAfterDash = text.slice(lineStart(text, start), start).trim() !== "";
  return isAfterDash ? removeAfterDash(removed) : removeOwnLines(removed);
}

function removeOwnLines(removed: Removed): TextEdit {
  const { text, start, end, inside, behind } = removed;
  const comments = behind === undefined ? inside : [...inside, behind];
  if (comments.length === 0) return { start: startOfLines(removed), end: endOfLines(removed), text: "" };
  const indent = text.slice(lineStart(text, start), start);
  return { start, end: lineEnd(text, end), text: comments.join(lineBreak(text) + indent) };
}

/** The start of the removed lines, and of comments above that go with them. */
function startOfLines({ text, start, end, at, names, own }: Removed): number {
  if (own === "stay") return lineStart(text, start);
  const others = names.filter((_, index) => index !== at);
  return ownCommentStart(text, { start, end, names: [names[at]!], others, isLast: at + 1 === names.length });
}

function endOfLines({ text, range, at, end }: Removed): number {
  let to = nextLine(text, end);
  // Empty lines below would become part of a block scalar above that keeps its line breaks.
  const keeps = 0 < at && text[range(at - 1).end - 1] === "\n";
  while (keeps && to < text.length && restOfLine(text, to).trim() === "") to = nextLine(text, to);
  return to;
}

/** After a dash, the next pair moves up to it, unless a comment is in between. */
function removeAfterDash({ text, range, at, names, own, start, end, inside, behind }: Removed): TextEdit {
  const rest = restOfLine(text, end);
  const gone = own === "go" ? end + rest.length : end;
  const isLast = at + 1 === names.length;
  if (!isLast && inside.length === 0 && behind === undefined) {
    const next = range(at + 1).start;
    if (text.slice(gone, next).trim() === "") return { start, end: next, text: "" };
  }
  if (own === "go") return { start, end: gone, text: "" };
  const spaces = /^[ \t]*/.exec(rest)![0].length;
  const deeper = " ".repeat(start - lineStart(text, start));
  const kept = inside.map((comment) => comment + lineBreak(text) + deeper).join("");
  return { start, end: end + spaces, text: behind === undefined ? kept.trimEnd() : kept };
}

function restOfLine(text: string, at: number): string {
  return text.slice(at, lineEnd(text, at));
}

/** Comments between the removed tokens; a `#` inside a scalar is text. */
export function commentsInside(
  text: string,
  start: number,
  end: number,
  removed: YamlNode | undefined,
): readonly string[] {
  const tokens: { readonly start: number; readonly end: number }[] = [];
  if (removed)
    walk(removed, (node) => {
      if (node.kind === "scalar" || node.kind === "alias") tokens.push(node);
    });
  const comments: string[] = [];
  let at = start;
  for (const token of [...tokens, { start: end, end }]) {
    for (const [, comment] of text.slice(at, token.start).matchAll(/(?:^|\s)(#[^\r\n]*)/gm))
      comments.push(comment!.trimEnd());
    at = Math.max(at, token.end);
  }
  return comments;
}
