import type { TextEdit } from "../../text/range.ts";
import type { MapNode, Pair, SequenceNode, YamlNode } from "../node.ts";
import { lineEnd, lineStart, nextLine } from "../trivia.ts";
import { pairEnd } from "./insert.ts";

/** The edit that takes a pair out of a mapping; a mapping is left empty as `{}`. */
export function removePair(text: string, map: MapNode, pair: Pair): TextEdit {
  const at = map.pairs.indexOf(pair);
  if (map.pairs.length === 1) return { start: map.start, end: map.end, text: "{}" };
  const range = (index: number) => {
    const one = map.pairs[index]!;
    return { start: one.key.propertiesStart, end: pairEnd(text, one) };
  };
  if (map.flow) return removeFromFlow(range, at, map.pairs.length);
  return removeLines(text, range(at), range, at, map.pairs.length);
}

/** The edit that takes an item out of a list; a list is left empty as `[]`. */
export function removeItem(text: string, sequence: SequenceNode, item: YamlNode): TextEdit {
  const at = sequence.items.indexOf(item);
  if (sequence.items.length === 1) return { start: sequence.start, end: sequence.end, text: "[]" };
  if (sequence.flow) {
    const range = (index: number) => {
      const one = sequence.items[index]!;
      return { start: one.propertiesStart, end: one.end };
    };
    return removeFromFlow(range, at, sequence.items.length);
  }
  const range = (index: number) => {
    const one = sequence.items[index]!;
    return { start: text.lastIndexOf("-", one.propertiesStart - 1), end: one.end };
  };
  return removeLines(text, range(at), range, at, sequence.items.length);
}

type RangeOf = (index: number) => { readonly start: number; readonly end: number };

function removeFromFlow(range: RangeOf, at: number, count: number): TextEdit {
  if (at + 1 < count) return { start: range(at).start, end: range(at + 1).start, text: "" };
  return { start: range(at - 1).end, end: range(at).end, text: "" };
}

/** Whole lines go; a comment behind the removed lines stays, on a line of its own. */
function removeLines(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  range: RangeOf,
  at: number,
  count: number,
): TextEdit {
  const from = lineStart(text, start);
  const indent = text.slice(from, start);
  const rest = text.slice(end, lineEnd(text, end));
  const comment = /#.*$/.exec(rest)?.[0];
  if (indent.trim() === "") {
    // The end of a kept block scalar is the start of the next line already.
    const to = text[end - 1] === "\n" ? end : nextLine(text, end);
    if (comment === undefined) return { start: from, end: to, text: "" };
    return { start, end: text.indexOf("#", end), text: "" };
  }
  // Behind a dash: what follows moves up to it, unless a comment stands between.
  if (at + 1 < count) {
    const next = range(at + 1).start;
    if (text.slice(end, next).trim() === "") return { start, end: next, text: "" };
  }
  const spaces = /^[ \t]*/.exec(rest)![0].length;
  return { start, end: end + spaces, text: "" };
}
