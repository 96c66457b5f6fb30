import { overlaps, type Range, type TextEdit } from "../../text/range.ts";
import type { MapNode, Pair, SequenceNode, YamlNode } from "../node.ts";
import type { Placement, PlainValue } from "./change.ts";

type KeyMap = Map<string, { readonly value: PlainValue; readonly place: Placement }>;

/**
 * The current content of a plan. Every step can be undone, because a group of changes is applied as a whole or not at
 * all. A group costs the same in a plan of ten thousand groups as in a plan of one.
 */
export class State {
  readonly splices: TextEdit[] = [];
  readonly keys = new Map<MapNode, KeyMap>();
  readonly items = new Map<SequenceNode, PlainValue[]>();
  readonly fills = new Map<Pair, { readonly owner: MapNode; readonly value: PlainValue }>();
  readonly #itemTexts = new Map<SequenceNode, Set<string>>();
  readonly #filled = new Set<YamlNode>();
  /** Splices by every part of the text that they touch, and the places of insertions by their start. */
  readonly #spliced = new Buckets<TextEdit>();
  readonly #homes = new Buckets<Range>();
  #undo: (() => void)[] = [];

  /** Applies all of a group or nothing. */
  attempt(change: () => boolean): boolean {
    this.#undo = [];
    if (change()) return true;
    for (const undo of this.#undo.reverse()) undo();
    return false;
  }

  /** `false` if another change modifies the same text differently, or writes into it. */
  splice({ start, end, text }: TextEdit): boolean {
    const edit = { start, end, text };
    for (const known of this.#spliced.near(edit)) {
      if (known.start === start && known.end === end && known.text === text) return true;
      if (overlaps(known, edit)) return false;
    }
    for (const home of this.#homes.near(edit)) if (isWithin(home, edit)) return false;
    this.splices.push(edit);
    this.#spliced.add(edit, edit);
    this.#undo.push(() => {
      this.splices.pop();
      this.#spliced.remove(edit, edit);
    });
    return true;
  }

  /** Adds a key to a mapping; if the key already gets a value, the two are merged. */
  addKey(map: MapNode, key: string, value: PlainValue, place: Placement): boolean {
    if (this.#filled.has(map) || !this.#enter(map)) return false;
    const keys = this.keys.get(map) ?? new Map();
    const known = keys.get(key);
    const merged = known ? this.#merge(known.value, value) : value;
    if (merged === undefined) return false;
    this.keys.set(map, keys);
    keys.set(key, { value: merged, place });
    this.#undo.push(() => {
      if (known) keys.set(key, known);
      else keys.delete(key);
      if (keys.size === 0) this.keys.delete(map);
    });
    return true;
  }

  /** Adds an item to a list, once however many changes request it. */
  addItem(list: SequenceNode, item: PlainValue): boolean {
    if (!this.#enter(list)) return false;
    const items = this.items.get(list) ?? [];
    const texts = this.#itemTexts.get(list) ?? new Set();
    const text = JSON.stringify(item);
    if (texts.has(text)) return true;
    items.push(item);
    texts.add(text);
    this.items.set(list, items);
    this.#itemTexts.set(list, texts);
    this.#undo.push(() => {
      items.pop();
      texts.delete(text);
      if (items.length === 0) this.items.delete(list);
    });
    return true;
  }

  /** Sets the value of a key that has none, or an empty one. */
  fill(owner: MapNode, pair: Pair, value: PlainValue): boolean {
    if ((pair.value?.kind === "map" && this.keys.has(pair.value)) || !this.#enter(pair.key)) return false;
    const known = this.fills.get(pair);
    const merged = known ? this.#merge(known.value, value) : value;
    if (merged === undefined) return false;
    this.fills.set(pair, { owner, value: merged });
    if (pair.value) this.#filled.add(pair.value);
    this.#undo.push(() => {
      if (known) this.fills.set(pair, known);
      else {
        this.fills.delete(pair);
        if (pair.value) this.#filled.delete(pair.value);
      }
    });
    return true;
  }

  /** Nothing is written into text that another change removes. */
  #enter(home: YamlNode): boolean {
    const at = { start: home.start, end: home.start };
    for (const known of this.#homes.near(at)) if (known === home) return true;
    for (const splice of this.#spliced.near(at)) if (isWithin(home, splice)) return false;
    this.#homes.add(at, home);
    this.#undo.push(() => this.#homes.remove(at, home));
    return true;
  }

  /** Merges two values, or `undefined` if they contradict each other. */
  #merge(a: PlainValue, b: PlainValue): PlainValue | undefined {
    if (Array.isArray(a) && Array.isArray(b)) return this.#mergeLists(a, b);
    if (!isRecord(a) || !isRecord(b)) return a === b ? a : undefined;
    const merged: Record<string, PlainValue> = { ...a };
    for (const [key, value] of Object.entries(b)) {
      const known = merged[key];
      const both = known === undefined ? value : this.#merge(known, value);
      if (both === undefined) return undefined;
      merged[key] = both;
    }
    return merged;
  }

  /** Lists that were created here, with their items: a thousand containers can add to one list of volumes. */
  readonly #lists = new WeakMap<object, Set<string>>();

  #mergeLists(a: readonly PlainValue[], b: readonly PlainValue[]): readonly PlainValue[] {
    const isOwn = this.#lists.has(a);
    const list = isOwn ? (a as PlainValue[]) : [...a];
    const known = this.#lists.get(list) ?? new Set(list.map((item) => JSON.stringify(item)));
    this.#lists.set(list, known);
    for (const item of b) {
      const text = JSON.stringify(item);
      if (known.has(text)) continue;
      known.add(text);
      list.push(item);
      this.#undo.push(() => {
        known.delete(text);
        list.pop();
      });
    }
    return list;
  }
}

function isWithin(inner: Range, outer: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isRecord(value: PlainValue): value is Readonly<Record<string, PlainValue>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Objects by the part of a text that they are in. */
class Buckets<Thing> {
  readonly #things = new Map<number, Thing[]>();

  add(range: Range, thing: Thing): void {
    for (const bucket of bucketsOf(range)) {
      const things = this.#things.get(bucket);
      if (things) things.push(thing);
      else this.#things.set(bucket, [thing]);
    }
  }

  /** Removes the object that was added last. */
  remove(range: Range, thing: Thing): void {
    for (const bucket of bucketsOf(range)) {
      const things = this.#things.get(bucket) ?? [];
      things.splice(things.lastIndexOf(thing), 1);
    }
  }

  /** Everything that might touch a range, with possible duplicates. */
  *near(range: Range): Iterable<Thing> {
    for (const bucket of bucketsOf(range)) yield* this.#things.get(bucket) ?? [];
  }
}

const bucketSize = 128;

function* bucketsOf({ start, end }: Range): Iterable<number> {
  for (let at = Math.floor(start / bucketSize); at * bucketSize <= end; at++) yield at;
}
