import { overlaps, type TextEdit } from "../../text/range.ts";
import type { MapNode, Pair, SequenceNode, YamlNode, YamlTree } from "../node.ts";
import { scalarValue } from "../scalar.ts";
import { lineStart } from "../trivia.ts";
import type { Change, Placement, PlainValue } from "./change.ts";
import { fillValue, insertItems, insertKeys, isJson, jsonStyle, type Page, pairEnd } from "./insert.ts";
import { removeItem, removePair } from "./remove.ts";
import { renderFlow, renderScalar, writingStyle } from "./render.ts";
import { sharing } from "./shared.ts";

export interface Plan {
  /** Edits that do not overlap. */
  readonly edits: readonly TextEdit[];
  /** For every group of changes, whether it is part of the plan. */
  readonly applied: readonly boolean[];
}

/**
 * Turns groups of structural changes into splices of the text, in one pass.
 *
 * Groups are independent fixes: keys that several of them add below one missing mapping are written together. A
 * group that cannot be done as a whole (it leads through an alias, or contradicts an earlier group) is left out.
 */
export function planEdits(text: string, tree: YamlTree, groups: readonly (readonly Change[])[]): Plan {
  const { root } = tree;
  const isFlow = (root?.kind === "map" || root?.kind === "sequence") && root.flow;
  const page: Page = { text, style: writingStyle(text, root), json: isFlow && jsonStyle(root) === true };
  const isShared = sharing(tree);
  let state: State = { splices: [], keys: new Map(), items: new Map(), fills: new Map() };
  const applied = groups.map((group) => {
    const next = copy(state);
    const fits =
      group.every((change) => !isShared(change) && enter(page, next, change)) && isConsistent(next);
    if (fits) state = next;
    return fits;
  });
  const written = [
    ...[...state.fills].map(([pair, { owner, value }]) => ({
      at: pair.key.start,
      edits: fillValue(page, owner, pair, value),
    })),
    ...[...state.items].map(([list, items]) => ({ at: list.start, edits: insertItems(page, list, items) })),
    ...[...state.keys].map(([map, keys]) => ({ at: map.start, edits: insertKeys(page, map, keys) })),
  ];
  // Where an inner and an outer collection end on one line, what is added to the inner one comes first.
  const inwards = written.sort((a, b) => b.at - a.at);
  return { edits: [...state.splices, ...inwards.flatMap(({ edits }) => edits)], applied };
}

type KeyMap = Map<string, { value: PlainValue; place: Placement }>;

interface State {
  readonly splices: TextEdit[];
  readonly keys: Map<MapNode, KeyMap>;
  readonly items: Map<SequenceNode, PlainValue[]>;
  readonly fills: Map<Pair, { owner: MapNode; value: PlainValue }>;
}

function copy(state: State): State {
  return {
    splices: [...state.splices],
    keys: new Map([...state.keys].map(([map, keys]) => [map, new Map(keys)])),
    items: new Map([...state.items].map(([sequence, items]) => [sequence, [...items]])),
    fills: new Map(state.fills),
  };
}

/** Nothing may be written into a part of the text that another change takes away. */
function isConsistent({ splices, keys, items, fills }: State): boolean {
  const homes = [...keys.keys(), ...items.keys(), ...[...fills.keys()].map(({ key }) => key)];
  return homes.every((home) => splices.every(({ start, end }) => home.start < start || end < home.end));
}

/** Adds one change to the state; `false` where it cannot be done. */
function enter(page: Page, state: State, change: Change): boolean {
  const { text } = page;
  switch (change.type) {
    case "splice":
      return splice(state, change);
    case "quote":
      // The line breaks of a plain scalar are folded, those in quotes would be written out.
      if (change.node.tag !== undefined || change.node.text.length < change.node.end - change.node.start)
        return false;
      return splice(state, {
        ...span(change.node),
        text: JSON.stringify(text.slice(change.node.start, change.node.end)),
      });
    case "rename":
      return splice(state, { ...span(change.key), text: renderScalar(change.text, change.key.style, true) });
    case "replace":
      return isReplaceable(change.node) && splice(state, replacement(change, page.json));
    case "remove-pair":
      return !hasExplicitKey(text, change.map) && spliceAny(state, removePair(text, change.map, change.pair));
    case "remove-item":
      return spliceAny(state, removeItem(text, change.sequence, change.item));
    case "set":
    case "append":
      return write(page, state, change.map, change.path, change);
  }
}

function span({ start, end }: { readonly start: number; readonly end: number }) {
  return { start, end };
}

function splice(state: State, edit: TextEdit): boolean {
  const same = state.splices.some(
    (known) => known.start === edit.start && known.end === edit.end && known.text === edit.text,
  );
  if (same) return true;
  if (state.splices.some((known) => overlaps(known, edit))) return false;
  state.splices.push({ start: edit.start, end: edit.end, text: edit.text });
  return true;
}

function spliceAny(state: State, edit: TextEdit | undefined): boolean {
  return edit !== undefined && splice(state, edit);
}

/**
 * Where line breaks are kept, a block scalar's end is the start of the next line. A tag would give the new value its
 * own meaning.
 */
function isReplaceable(node: YamlNode): boolean {
  if (node.tag !== undefined) return false;
  return node.kind !== "scalar" || (node.style !== "literal" && node.style !== "folded");
}

/** Whether a key is written as `? key`: nobody does, and the lines around such a key follow rules of their own. */
function hasExplicitKey(text: string, map: MapNode): boolean {
  return map.pairs.some(({ key }, at) => {
    const before = map.pairs[at - 1];
    const from = before ? pairEnd(text, before) : lineStart(text, key.propertiesStart);
    return /(?:^|[\s{,])\?\s+$/.test(text.slice(from, key.propertiesStart));
  });
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

/** Goes down the path as far as the text has it, and notes what is to be written there. */
function write(page: Page, state: State, map: MapNode, path: readonly string[], change: Write): boolean {
  const [step, ...rest] = path;
  if (step === undefined || hasExplicitKey(page.text, map)) return false;
  const pair = map.pairs.findLast(({ key }) => key.kind === "scalar" && key.text === step);
  const made = wrap(rest, change.type === "append" ? [change.value] : change.value);
  if (!pair) {
    if (map.pairs.length === 0 && !map.flow) return false;
    // An empty mapping is either filled by its owner or written into, not both.
    if ([...state.fills.keys()].some((filled) => filled.value === map)) return false;
    const keys: KeyMap = state.keys.get(map) ?? new Map();
    const known = keys.get(step);
    const merged = known ? merge(known.value, made) : made;
    if (merged === undefined) return false;
    keys.set(step, { value: merged, place: change.place });
    state.keys.set(map, keys);
    return true;
  }
  const { value } = pair;
  if (value?.kind === "alias") return false;
  const isEmpty =
    value === undefined ||
    (value.kind === "scalar" && scalarValue(value) === null) ||
    (value.kind === "map" && value.pairs.length === 0) ||
    (value.kind === "sequence" && value.items.length === 0);
  if (
    isEmpty &&
    value?.tag === undefined &&
    (value === undefined || value.anchor === undefined || value.start === value.end)
  ) {
    if (value?.kind === "map" && state.keys.has(value)) return false;
    const known = state.fills.get(pair);
    const merged = known ? merge(known.value, made) : made;
    if (merged === undefined) return false;
    state.fills.set(pair, { owner: map, value: merged });
    return true;
  }
  if (rest.length > 0) return value?.kind === "map" && write(page, state, value, rest, change);
  if (change.type === "append") {
    if (value?.kind !== "sequence") return false;
    state.items.set(value, [...(state.items.get(value) ?? []), change.value]);
    return true;
  }
  if (value?.kind === "scalar") {
    if (!isReplaceable(value)) return false;
    return splice(
      state,
      replacement({ type: "replace", node: value, value: change.value }, isJson(page, map)),
    );
  }
  // A one-line list or mapping is replaced as a whole; block collections are edited item by item.
  if (value?.flow)
    return splice(state, { ...span(value), text: renderFlow(change.value, isJson(page, map)) });
  return false;
}

function wrap(path: readonly string[], value: PlainValue): PlainValue {
  return path.reduceRight<PlainValue>((inner, step) => ({ [step]: inner }), value);
}

/** Both values in one, or `undefined` where they contradict each other. */
function merge(a: PlainValue, b: PlainValue): PlainValue | undefined {
  if (Array.isArray(a) && Array.isArray(b)) {
    const known = new Set(a.map((item) => JSON.stringify(item)));
    return [...a, ...b.filter((item) => !known.has(JSON.stringify(item)))];
  }
  if (isRecord(a) && isRecord(b)) {
    const merged: Record<string, PlainValue> = { ...a };
    for (const [key, value] of Object.entries(b)) {
      const known = merged[key];
      const both = known === undefined ? value : merge(known, value);
      if (both === undefined) return undefined;
      merged[key] = both;
    }
    return merged;
  }
  return a === b ? a : undefined;
}

function isRecord(value: PlainValue): value is Readonly<Record<string, PlainValue>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
