import type { TextEdit } from "../../text/range.ts";
import type { MapNode, YamlNode, YamlTree } from "../node.ts";
import { lineStart } from "../trivia.ts";
import { isEmpty } from "../twins.ts";
import type { Change, PlainValue } from "./change.ts";
import { fillValue, insertItems, insertKeys, isJson, jsonStyle, type Page, pairEnd } from "./insert.ts";
import { type OwnComments, removeItem, removePair } from "./remove.ts";
import { renderFlow, renderScalar, writingStyle } from "./render.ts";
import { sharing } from "./shared.ts";
import { State } from "./state.ts";
import { isWritten } from "./written.ts";

export interface Plan {
  /** Edits that do not overlap. */
  readonly edits: readonly TextEdit[];
  /** For every group of changes, whether it is part of the plan. */
  readonly applied: readonly boolean[];
}

/**
 * Turns groups of structural changes into splices of the text, in one pass.
 *
 * Groups are independent fixes: keys that several of them add below the same missing mapping are written together. A
 * group that cannot be applied as a whole (it goes through an alias, or contradicts an earlier group) is left out.
 */
export function planEdits(text: string, tree: YamlTree, groups: readonly (readonly Change[])[]): Plan {
  const page = pageOf(text, tree);
  const isShared = sharing(tree);
  const state = new State();
  const applied = groups.map((group) =>
    state.attempt(() => {
      const own = group.every(isRemoval) ? "go" : "stay";
      return group.every((change) => !isShared(change) && enter(page, state, change, own));
    }),
  );
  const written = [
    ...[...state.fills].map(([pair, { owner, value }]) => ({
      at: pair.key.start,
      edits: fillValue(page, owner, pair, value),
    })),
    ...[...state.items].map(([list, items]) => ({ at: list.start, edits: insertItems(page, list, items) })),
    ...[...state.keys].map(([map, keys]) => ({ at: map.start, edits: insertKeys(page, map, keys) })),
  ];
  // If an inner and an outer collection end on the same line, additions to the inner one come first.
  const inwards = written.sort((a, b) => b.at - a.at);
  const edits = [...state.splices, ...inwards.flatMap(({ edits }) => edits)];
  return { edits: atEnd(text, edits), applied };
}

/**
 * What is added behind the last line begins with a line break. If the last line is removed, the break before it is
 * already there.
 */
function atEnd(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const removed = edits.find(
    ({ start, end, text: after }) =>
      end === text.length && start < end && after === "" && text[start - 1] === "\n",
  );
  if (!removed || text.endsWith("\n")) return edits;
  return edits.map((edit) =>
    edit.start === text.length ? { ...edit, text: edit.text.replace(/^\r?\n/, "") } : edit,
  );
}

const pages = new WeakMap<YamlTree, Page>();

/** The style of a document. Cached for each tree, because every finding asks for it. */
function pageOf(text: string, tree: YamlTree): Page {
  const known = pages.get(tree);
  if (known?.text === text) return known;
  const { root } = tree;
  const isFlow = (root?.kind === "map" || root?.kind === "sequence") && root.flow;
  const page = { text, style: writingStyle(text, root), json: isFlow && jsonStyle(root) === true };
  pages.set(tree, page);
  return page;
}

/** Adds one change to the state; `false` if that is not possible. */
function enter(page: Page, state: State, change: Change, own: OwnComments): boolean {
  const { text } = page;
  switch (change.type) {
    case "splice":
      return state.splice(change);
    case "quote":
      // A plain scalar folds its line breaks, but in quotes they would be written out.
      if (change.node.tag !== undefined || change.node.text.length < change.node.end - change.node.start)
        return false;
      return state.splice({
        ...span(change.node),
        text: JSON.stringify(text.slice(change.node.start, change.node.end)),
      });
    case "rename":
      return state.splice({ ...span(change.key), text: renderScalar(change.text, change.key.style, true) });
    case "replace":
      return isReplaceable(change.node) && state.splice(replacement(change, page.json));
    case "remove-pair":
      return (
        !hasExplicitKey(text, change.map) && spliceAny(state, removePair(text, change.map, change.pair, own))
      );
    case "remove-item":
      return spliceAny(state, removeItem(text, change.sequence, change.item, own));
    case "set":
    case "append":
      return write(page, state, change.map, change.path, change);
  }
}

/** If a group also writes, it moves or replaces what it removes. */
function isRemoval(change: Change): boolean {
  return (change.type === "remove-pair" || change.type === "remove-item") && !change.moved;
}

function span({ start, end }: { readonly start: number; readonly end: number }) {
  return { start, end };
}

function spliceAny(state: State, edit: TextEdit | undefined): boolean {
  return edit !== undefined && state.splice(edit);
}

/**
 * Whether a node can be replaced in place. If line breaks are kept, a block scalar ends at the start of the next line.
 * A tag would change the meaning of the new value.
 */
function isReplaceable(node: YamlNode): boolean {
  if (node.tag !== undefined) return false;
  return node.kind !== "scalar" || (node.style !== "literal" && node.style !== "folded");
}

const explicit = new WeakMap<MapNode, boolean>();

/** Whether a key is written as `? key`. This is rare, and the lines around such a key follow different rules. */
function hasExplicitKey(text: string, map: MapNode): boolean {
  let known = explicit.get(map);
  if (known === undefined) {
    known = map.pairs.some(({ key }, at) => {
      const before = map.pairs[at - 1];
      const from = before ? pairEnd(text, before) : lineStart(text, key.propertiesStart);
      return /(?:^|[\s{,])\?\s+$/.test(text.slice(from, key.propertiesStart));
    });
    explicit.set(map, known);
  }
  return known;
}

function replacement({ node, value }: Extract<Change, { type: "replace" }>, json: boolean): TextEdit {
  const scalar = value === null || typeof value !== "object";
  const style =
    node.kind === "scalar" && (node.style === "single" || node.style === "double")
      ? node.style
      : json
        ? "double"
        : "plain";
  return { ...span(node), text: scalar ? renderScalar(value, style, true) : renderFlow(value, json) };
}

type Write = Extract<Change, { type: "set" | "append" }>;

/** Follows the path as far as it exists, and records what to write there. */
function write(page: Page, state: State, map: MapNode, path: readonly string[], change: Write): boolean {
  const [step, ...rest] = path;
  if (step === undefined || hasExplicitKey(page.text, map)) return false;
  const pair = map.pairs.findLast(({ key }) => key.kind === "scalar" && key.text === step);
  const made = wrap(rest, change.type === "append" ? [change.value] : change.value);
  if (!pair) {
    if (map.pairs.length === 0 && !map.flow) return false;
    return state.addKey(map, step, made, change.place);
  }
  const { value } = pair;
  if (value === undefined || isFillable(value)) return state.fill(map, pair, made);
  if (rest.length > 0) return value.kind === "map" && write(page, state, value, rest, change);
  if (change.type === "append") return append(state, value, change.value);
  return overwrite(state, value, change.value, isJson(page, map));
}

/** Whether a value is empty, so that another one can be written after its key. */
function isFillable(value: YamlNode): boolean {
  if (!isEmpty(value) || value.tag !== undefined) return false;
  return value.anchor === undefined || value.start === value.end;
}

function append(state: State, list: YamlNode, item: PlainValue): boolean {
  if (list.kind !== "sequence") return false;
  // Lists that have a merge key contain each item only once.
  return list.items.some((node) => isWritten(node, item)) || state.addItem(list, item);
}

/** Replaces a scalar, or a one-line list or mapping as a whole; block collections are edited item by item. */
function overwrite(state: State, node: YamlNode, value: PlainValue, json: boolean): boolean {
  if (node.kind === "alias") return false;
  if (node.kind === "scalar")
    return isReplaceable(node) && state.splice(replacement({ type: "replace", node, value }, json));
  return node.flow && state.splice({ ...span(node), text: renderFlow(value, json) });
}

function wrap(path: readonly string[], value: PlainValue): PlainValue {
  return path.reduceRight<PlainValue>((inner, step) => ({ [step]: inner }), value);
}
