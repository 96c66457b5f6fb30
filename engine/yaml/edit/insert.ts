import type { TextEdit } from "../../text/range.ts";
import { keyText, type MapNode, type Pair, type SequenceNode, type YamlNode } from "../node.ts";
import { isPlainString } from "../scalar.ts";
import { column, lineEnd, lineStart, nextLine, skipTrivia } from "../trivia.ts";
import type { Placement, PlainValue } from "./change.ts";
import {
  isEmptyOrScalar,
  renderBlock,
  renderFlow,
  renderFlowPair,
  renderItem,
  renderPair,
  type WritingStyle,
} from "./render.ts";

export interface Page {
  readonly text: string;
  readonly style: WritingStyle;
  /** The document is written in JSON style. */
  readonly json: boolean;
}

/** New keys of one mapping, in the order of the requests. */
export type NewKeys = ReadonlyMap<string, { readonly value: PlainValue; readonly place: Placement }>;

/** Edits that write new keys into a non-empty mapping. */
export function insertKeys(page: Page, map: MapNode, keys: NewKeys): readonly TextEdit[] {
  const { text, style } = page;
  if (map.flow)
    return [
      insertIntoFlow(
        page,
        map,
        map.pairs.map((pair) => ({ start: pair.key.propertiesStart, end: pairEnd(text, pair) })),
        [...keys].map(
          ([key, { value }]) =>
            (json) =>
              renderFlowPair(key, value, json),
        ),
      ),
    ];
  const indent = " ".repeat(column(text, map.pairs[0]!.key.propertiesStart));
  return [...keys].map(([key, { value, place }]) => {
    const rendered = renderPair(key, value, indent, style);
    const before = placeBefore(text, map, place);
    return before === undefined
      ? lineAfter(page, pairEnd(text, placeAfter(map, place)), rendered)
      : { start: before, end: before, text: rendered + style.lineBreak };
  });
}

/** Edits that add items to a non-empty list. */
export function insertItems(
  page: Page,
  sequence: SequenceNode,
  items: readonly PlainValue[],
): readonly TextEdit[] {
  const { text, style } = page;
  if (sequence.flow)
    return [
      insertIntoFlow(
        page,
        sequence,
        sequence.items,
        items.map((item) => (json) => renderFlow(item, json)),
      ),
    ];
  const indent = " ".repeat(column(text, sequence.start));
  const rendered = items.map((item) => renderItem(item, indent, style)).join(style.lineBreak);
  return [lineAfter(page, sequence.end, rendered)];
}

/** Edits that set a value for a key without one, or with an empty one (`{}`, `[]`, `null`). */
export function fillValue(page: Page, owner: MapNode, pair: Pair, value: PlainValue): readonly TextEdit[] {
  const { text, style } = page;
  const colon = colonEnd(text, pair);
  const written = pair.value;
  if (owner.flow || isEmptyOrScalar(value)) {
    const rendered = renderFlow(value, isJson(page, owner));
    if (written && written.start < written.end)
      return [{ start: written.start, end: written.end, text: rendered }];
    const at = written && written.propertiesStart < written.start ? written.start : colon;
    const separator = at === pair.key.end ? ": " : " ";
    return [{ start: at, end: at, text: separator + rendered }];
  }
  const indent = " ".repeat(
    column(text, pair.key.propertiesStart) + (Array.isArray(value) ? style.listIndent : style.step),
  );
  const edits: TextEdit[] = [];
  let end = colon;
  if (written) {
    end = written.end;
    const spaces = /[ \t]*$/.exec(text.slice(colon, written.start))![0].length;
    if (written.start < written.end)
      edits.push({ start: written.start - spaces, end: written.end, text: "" });
  }
  return [...edits, lineAfter(page, end, renderBlock(value, indent, style))];
}

/** The end of a pair's value, or of its colon. */
export function pairEnd(text: string, pair: Pair): number {
  return pair.value ? pair.value.end : colonEnd(text, pair);
}

/** The offset after the colon of a pair, or after its key: in `{ a }` there is no colon. */
function colonEnd(text: string, { key }: Pair): number {
  const at = skipTrivia(text, key.end);
  return text[at] === ":" ? at + 1 : key.end;
}

/**
 * Whether the collection is written in JSON style. If the collection itself does not show it, the document
 * decides.
 */
export function isJson(page: Page, node: YamlNode): boolean {
  const flow = (node.kind === "map" || node.kind === "sequence") && node.flow;
  return (flow ? jsonStyle(node) : undefined) ?? page.json;
}

/** `undefined` if nothing in the collection shows it: a key such as `"80"` needs its quotes in YAML too. */
export function jsonStyle(node: YamlNode | undefined): boolean | undefined {
  if (node?.kind === "map") {
    const key = node.pairs.find((pair) => /^[A-Za-z][\w./-]*$/.test(keyText(pair) ?? ""))?.key;
    return key?.kind === "scalar" && isPlainString(key.text) ? key.style === "double" : undefined;
  }
  if (node?.kind !== "sequence") return undefined;
  const [item] = node.items;
  return item?.kind === "scalar" ? item.style === "double" : jsonStyle(item);
}

function placeAfter(map: MapNode, place: Placement): Pair {
  const wished = map.pairs.filter(
    (pair) => pair.key.kind === "scalar" && place.after?.includes(pair.key.text),
  );
  return wished.at(-1) ?? map.pairs.at(-1)!;
}

/** The offset of the line before a pair and the comments directly above it. */
function placeBefore(text: string, map: MapNode, place: Placement): number | undefined {
  const has = (names: readonly string[] | undefined) => (pair: Pair) =>
    pair.key.kind === "scalar" && (names?.includes(pair.key.text) ?? false);
  if (map.pairs.some(has(place.after))) return undefined;
  const at = map.pairs.findIndex(has(place.before));
  const pair = map.pairs[at];
  if (!pair) return undefined;
  const previous = map.pairs[at - 1];
  return aboveComments(text, pair, previous ? pairEnd(text, previous) : 0);
}

/** The offset of the line before a pair and its comments, but not above `limit`, because a `#` there can be text. */
function aboveComments(text: string, pair: Pair, limit: number): number | undefined {
  let at = lineStart(text, pair.key.propertiesStart);
  // The first key of a list item follows a dash, so no line can be inserted before it.
  if (text.slice(at, pair.key.propertiesStart).trim() !== "") return undefined;
  while (limit < at) {
    const above = lineStart(text, at - 1);
    if (above < limit || !/^[ \t]*#/.test(text.slice(above, at))) break;
    at = above;
  }
  return at;
}

function lineAfter({ text, style }: Page, end: number, lines: string): TextEdit {
  // A block scalar that keeps its line breaks already ends at the start of a line.
  const at = end > 0 && text[end - 1] === "\n" ? end : nextLine(text, end);
  if (at === text.length && text[at - 1] !== "\n")
    return { start: at, end: at, text: style.lineBreak + lines };
  return { start: at, end: at, text: lines + style.lineBreak };
}

function insertIntoFlow(
  page: Page,
  owner: MapNode | SequenceNode,
  children: readonly { readonly start: number; readonly end: number }[],
  render: readonly ((json: boolean) => string)[],
): TextEdit {
  const { text } = page;
  const json = isJson(page, owner);
  const parts = render.map((one) => one(json));
  const last = children.at(-1);
  if (!last) {
    const body = parts.join(", ");
    const padded = owner.kind === "map" && !json ? ` ${body} ` : body;
    return { start: owner.start + 1, end: owner.end - 1, text: padded };
  }
  const lead = text.slice(lineStart(text, last.start), last.start);
  const ownLine = /^[ \t]*$/.test(lead) && !text.slice(last.end, lineEnd(text, last.end)).includes("#");
  // The API server's parser reads a comma directly after a colon as a part of the key.
  const gap = text[last.end - 1] === ":" ? " " : "";
  const separator = ownLine ? `,${page.style.lineBreak}${lead}` : ", ";
  return { start: last.end, end: last.end, text: gap + parts.map((part) => separator + part).join("") };
}
