import {
  type MapNode,
  type Pair,
  resolveAlias,
  type ScalarNode,
  type YamlNode,
  type YamlTree,
} from "../yaml/node.ts";
import { type ScalarValue, scalarValue } from "../yaml/scalar.ts";

export type PathStep = string | number;

/**
 * A cursor on an existing place in an object, which resolves aliases and merge keys as the API server does. A class
 * because a rule makes thousands of them and prototypes make them cheap.
 */
export class Value {
  /** The node itself, aliases resolved; `undefined` if nothing follows the colon. */
  readonly node: YamlNode | undefined;
  readonly tree: YamlTree;
  /** The key of the value; `undefined` for list items and roots. */
  readonly key: YamlNode | undefined;
  readonly parent: Value | undefined;
  /** The node as written, which can be an alias. */
  readonly written: YamlNode | undefined;
  private readonly step: PathStep | readonly PathStep[];
  private readonly merged: boolean;
  /** The entries after the first request: several rules read the same labels. */
  private known: readonly Entry[] | undefined;

  /** @param step the path from the parent, or from the document's root if there is no parent */
  constructor(
    tree: YamlTree,
    written: YamlNode | undefined,
    step: PathStep | readonly PathStep[],
    parent?: Value,
    key?: YamlNode,
    merged = false,
  ) {
    this.tree = tree;
    this.step = step;
    this.parent = parent;
    this.key = key;
    this.written = written;
    this.node = resolveAlias(written);
    this.merged = merged;
    this.known = undefined;
  }

  /** Reached through an alias or a merge key: the text is also used in another place. */
  get shared(): boolean {
    return this.merged || this.written?.kind === "alias" || (this.parent?.shared ?? false);
  }

  /** The path from the document's root. */
  get path(): readonly PathStep[] {
    const way = this.parent ? this.parent.path : [];
    return way.concat(this.step);
  }

  /** The value at a path, or `undefined` if it does not exist. A key without a value exists and is null. */
  at(...steps: readonly PathStep[]): Value | undefined {
    let current: Value | undefined = this;
    for (const step of steps) current = current?.child(step);
    return current;
  }

  child(step: PathStep): Value | undefined {
    const { node } = this;
    if (typeof step === "number") {
      const item = node?.kind === "sequence" ? node.items[step] : undefined;
      return item && new Value(this.tree, item, step, this);
    }
    if (node?.kind !== "map") return undefined;
    const { pairs } = node;
    let merges = false;
    // The last of two equal keys wins, as in the API server.
    for (let at = pairs.length - 1; 0 <= at; at--) {
      const { key, value } = pairs[at]!;
      if (key.kind !== "scalar") continue;
      if (key.text === step) return new Value(this.tree, value, step, this, key);
      merges ||= key.text === "<<";
    }
    const found = merges ? findMerged(node, step, new Set([node])) : undefined;
    return found && new Value(this.tree, found.value, step, this, found.key, true);
  }

  /** The scalar's value as the API server reads it; `undefined` for mappings and lists. */
  get value(): ScalarValue | undefined {
    if (this.node === undefined) return null;
    return this.node.kind === "scalar" ? scalarValue(this.node) : undefined;
  }

  /** The value if it is a string. */
  get string(): string | undefined {
    const value = this.value;
    return typeof value === "string" ? value : undefined;
  }

  /** The value if it is a number. */
  get number(): number | undefined {
    const value = this.value;
    return typeof value === "number" ? value : undefined;
  }

  get scalar(): ScalarNode | undefined {
    return this.node?.kind === "scalar" ? this.node : undefined;
  }

  get isMap(): boolean {
    return this.node?.kind === "map";
  }

  get isSequence(): boolean {
    return this.node?.kind === "sequence";
  }

  get isNull(): boolean {
    return this.value === null;
  }

  /** The items of a list; empty for anything else. */
  items(): readonly Value[] {
    if (this.node?.kind !== "sequence") return [];
    return this.node.items.map((item, at) => new Value(this.tree, item, at, this));
  }

  /** The entries of a mapping with string keys, merges included, each key once. */
  entries(): readonly Entry[] {
    if (this.node?.kind !== "map") return [];
    if (!this.known) {
      const entries = new Map<string, Entry>();
      collectEntries(this, this.node, false, new Set(), entries);
      this.known = [...entries.values()];
    }
    return this.known;
  }

  /**
   * The token that represents this value in the text: its scalar, else its key, else the first token inside.
   * Offsets are relative to the document.
   */
  get token(): { readonly start: number; readonly end: number } {
    const written = this.written;
    if (written?.kind === "alias") return written;
    if (this.node?.kind === "scalar" && this.node.start < this.node.end) return firstLine(this.node);
    if (this.key) return this.key;
    const first = firstToken(this.node);
    return first ?? this.parent?.token ?? { start: 0, end: 0 };
  }

  /** The path as users write it: `spec.containers[0].image`. */
  get pathText(): string {
    return pathText(this.path);
  }

  /** The end of the path, as messages name a field: `metadata.name`, `env[0].value`, `args[1]`. */
  get fieldText(): string {
    const { path } = this;
    let from = Math.max(path.length - 2, 0);
    while (0 < from && typeof path[from] === "number") from--;
    return pathText(path.slice(from));
  }
}

export interface Entry {
  readonly name: string;
  readonly key: YamlNode;
  readonly value: Value;
}

/** `["spec", "containers", 0]` as `spec.containers[0]`; keys that are not plain words are in brackets. */
export function pathText(path: readonly PathStep[]): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) text += text === "" ? step : `.${step}`;
    else text += `["${step}"]`;
  }
  return text;
}

/** A block scalar is shown by its first line, so that a squiggle never covers a block. */
function firstLine(node: ScalarNode): { start: number; end: number } {
  if (node.style !== "literal" && node.style !== "folded") return node;
  return { start: node.start, end: node.start + 1 };
}

function firstToken(node: YamlNode | undefined): { start: number; end: number } | undefined {
  if (node === undefined) return undefined;
  if (node.kind === "map")
    return node.flow || !node.pairs[0]
      ? { start: node.start, end: node.start + 1 }
      : firstToken(node.pairs[0].key);
  if (node.kind === "sequence")
    return node.flow || !node.items[0]
      ? { start: node.start, end: node.start + 1 }
      : firstToken(node.items[0]);
  return node.kind === "scalar" ? firstLine(node) : node;
}

/** @param seen maps already searched: a merge bomb has few maps but many paths to them */
function findMerged(map: MapNode, name: string, seen: Set<MapNode>): Pair | undefined {
  for (const source of mergeSources(map)) {
    if (seen.has(source)) continue;
    seen.add(source);
    const own = source.pairs.findLast(({ key }) => key.kind === "scalar" && key.text === name);
    const found = own ?? findMerged(source, name, seen);
    if (found) return found;
  }
  return undefined;
}

function mergeSources(map: MapNode): readonly MapNode[] {
  const sources: MapNode[] = [];
  for (const { key, value } of map.pairs) {
    if (key.kind !== "scalar" || key.text !== "<<" || key.style !== "plain") continue;
    const target = resolveAlias(value);
    for (const candidate of target?.kind === "sequence" ? target.items : [target]) {
      const resolved = resolveAlias(candidate);
      if (resolved?.kind === "map") sources.push(resolved);
    }
  }
  return sources;
}

function collectEntries(
  owner: Value,
  map: MapNode,
  merged: boolean,
  seen: Set<MapNode>,
  into: Map<string, Entry>,
): void {
  seen.add(map);
  let merges = false;
  for (const { key, value } of map.pairs) {
    if (key.kind !== "scalar") continue;
    if (key.text === "<<") merges = true;
    // The map's own entries take precedence over merged ones; the last of two equal keys wins.
    else if (!merged || !into.has(key.text)) {
      into.set(key.text, {
        name: key.text,
        key,
        value: new Value(owner.tree, value, key.text, owner, key, merged),
      });
    }
  }
  if (!merges) return;
  for (const source of mergeSources(map)) {
    if (!seen.has(source)) collectEntries(owner, source, true, seen, into);
  }
}
