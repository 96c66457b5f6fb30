import type { TextEdit } from "../../text/range.ts";
import { type MapNode, type Pair, type SequenceNode, walk, type YamlNode } from "../node.ts";
import { lineBreak, lineEnd, lineStart, nextLine } from "../trivia.ts";
import { pairEnd } from "./insert.ts";

/** The edit that takes a pair out of a mapping, which is left empty as `{}`; undefined where a comment would go too. */
export function removePair(text: string, map: MapNode, pair: Pair): TextEdit | undefined {
  const at = map.pairs.indexOf(pair);
  if (map.pairs.length === 1) return emptied(text, map, "{}");
  const range = (index: number) => {
    const one = map.pairs[index]!;
    return { start: one.key.propertiesStart, end: pairEnd(text, one) };
  };
  if (map.flow) return removeFromFlow(text, range, at, map.pairs.length, pair.value);
  return removeLines(text, range(at), range, at, map.pairs.length, pair.value);
}

/** The edit that takes an item out of a list, which is left empty as `[]`; undefined where a comment would go too. */
export function removeItem(text: string, sequence: SequenceNode, item: YamlNode): TextEdit | undefined {
  const at = sequence.items.indexOf(item);
  if (sequence.items.length === 1) return emptied(text, sequence, "[]");
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
  return removeLines(text, range(at), range, at, sequence.items.length, item);
}

/** A collection without content stands behind its key, or where it stood if a comment is in between. */
function emptied(text: string, node: MapNode | SequenceNode, brackets: string): TextEdit | undefined {
  // A kept block scalar as the last value ends at the start of the next line.
  const end = text[node.end - 1] === "\n" ? lineEnd(text, node.end - 1) : node.end;
  const comments = commentsInside(text, node.start, end, node);
  if (node.flow) return comments.length === 0 ? { start: node.start, end, text: brackets } : undefined;
  const empty = brackets + comments.map((comment) => ` ${comment}`).join("");
  const head = text.slice(0, node.start).trimEnd().length;
  const ownLine = text.slice(head, node.start).includes("\n");
  const marks = text.slice(node.propertiesStart, Math.max(head, node.propertiesStart));
  const behindKey = text[head - 1] === ":" || (marks !== "" && !marks.includes("#"));
  if (ownLine && behindKey) return { start: head, end, text: ` ${empty}` };
  // Brackets must stand further right than the key, where the dashes of a list need not.
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

/** Whole lines go; comments inside and behind them stay, each on a line of its own. */
function removeLines(
  text: string,
  { start, end: last }: { readonly start: number; readonly end: number },
  range: RangeOf,
  at: number,
  count: number,
  removed: YamlNode | undefined,
): TextEdit {
  // A block scalar that keeps its line breaks ends at the start of the next line.
  const end = text[last - 1] === "\n" ? lineEnd(text, last - 1) : last;
  const from = lineStart(text, start);
  const indent = text.slice(from, start);
  const rest = text.slice(end, lineEnd(text, end));
  const behind = /#.*$/.exec(rest)?.[0];
  const comments = [...commentsInside(text, start, end, removed), ...(behind === undefined ? [] : [behind])];
  if (indent.trim() === "") {
    if (comments.length === 0) {
      let to = nextLine(text, end);
      // Empty lines below would become part of a kept block scalar above.
      const keeps = 0 < at && text[range(at - 1).end - 1] === "\n";
      while (keeps && to < text.length && text.slice(to, lineEnd(text, to)).trim() === "")
        to = nextLine(text, to);
      return { start: from, end: to, text: "" };
    }
    return { start, end: lineEnd(text, end), text: comments.join(lineBreak(text) + indent) };
  }
  // Behind a dash: what follows moves up to it, unless a comment stands between.
  if (at + 1 < count && comments.length === 0) {
    const next = range(at + 1).start;
    if (text.slice(end, next).trim() === "") return { start, end: next, text: "" };
  }
  const spaces = /^[ \t]*/.exec(rest)![0].length;
  const own = behind === undefined ? comments : comments.slice(0, -1);
  const deeper = " ".repeat(start - from);
  const kept = own.map((comment) => comment + lineBreak(text) + deeper).join("");
  return { start, end: end + spaces, text: behind === undefined ? kept.trimEnd() : kept };
}

/** Comments between the tokens of what is removed; a `#` inside a scalar is text. */
function commentsInside(
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
