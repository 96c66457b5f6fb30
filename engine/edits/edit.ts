import type { Resource } from "../kubernetes/resource.ts";
import { Value } from "../kubernetes/value.ts";
import type { Place } from "../workspace/facts.ts";
import type { Change, Placement, PlainValue } from "../yaml/edit/change.ts";
import type { WritingStyle } from "../yaml/edit/render.ts";
import type { AliasNode, MapNode, Pair, ScalarNode } from "../yaml/node.ts";

/** A change of the document with the problem, or one that accompanies it. */
export type FixChange = Change | ElsewhereChange | NewDocument | RemovedCopy;

/** Changes of a resource in another document of the same file or of a different one. */
export interface ElsewhereChange {
  readonly type: "elsewhere";
  readonly place: Place;
  readonly changes: (root: Value) => readonly MaybeChange[];
}

/** A document that is added at the end of the file, or in a new file if the file holds only one resource. */
export interface NewDocument {
  readonly type: "new-document";
  readonly kind: string;
  readonly text: (style: WritingStyle) => string;
}

/** The removal of the document with the problem, as a copy of the nearest one above with a matching resource. */
export interface RemovedCopy {
  readonly type: "removed-copy";
  readonly isAlike: IsAlike;
}

export type IsAlike = (resource: Resource) => boolean;

/** A change, or `undefined` if the text cannot be changed there without changing something else as well. */
export type MaybeChange = FixChange | undefined;

/** Describes the changes that a fix needs; the planner computes the edits. */
export interface EditBuilder {
  /** Sets the value at `path` below `owner`. Creates missing mappings, and does not hide merged ones. */
  set(owner: Value, path: readonly string[], value: PlainValue, place?: Placement): MaybeChange;
  /** Adds an item to the list at `path` below `owner`. Creates a missing list. */
  append(owner: Value, path: readonly string[], value: PlainValue, place?: Placement): MaybeChange;
  /** Replaces a scalar, or an alias of one. */
  setValue(target: Value, value: PlainValue): MaybeChange;
  /** Puts a plain scalar in double quotes, unchanged. */
  quote(target: Value): MaybeChange;
  /** Renames the key of a value, unless the mapping already has the new key. */
  renameKey(target: Value, name: string): MaybeChange;
  /** Removes a value with its key, or a list item; a mapping or list that becomes empty is removed, too. */
  remove(target: Value): MaybeChange;
  /** Removes one of several pairs with the same key, where `remove` knows only the last one. */
  removeTwin(map: MapNode, pair: Pair): MaybeChange;
  /** Replaces a range of the document's text, for text without a tree. */
  splice(start: number, end: number, text: string): MaybeChange;
  /** Changes the resource at a place from the workspace's facts, given its root. */
  elsewhere(place: Place, changes: (root: Value) => readonly MaybeChange[]): MaybeChange;
  /**
   * Adds an object next to those of the file.
   *
   * @param text the document in the style of the file: YAML with `\n` as line break, without `---`
   */
  newDocument(kind: string, text: (style: WritingStyle) => string): MaybeChange;
  /**
   * Removes the whole document if it has one resource, and the text equals that of the nearest document above with a
   * matching resource.
   */
  removeCopy(isAlike: IsAlike): MaybeChange;
}

export const editBuilder: EditBuilder = {
  set: (owner, path, value, place = {}) =>
    owner.node?.kind === "map" && !owner.shared && !isShared(owner, path.slice(0, -1))
      ? { type: "set", map: owner.node, path, value, place }
      : undefined,
  append: (owner, path, value, place = {}) =>
    owner.node?.kind === "map" && !owner.shared && !isShared(owner, path)
      ? { type: "append", map: owner.node, path, value, place }
      : undefined,
  setValue: (target, value) => {
    const owner = target.parent;
    // A key without a value has no scalar to replace.
    if (target.node === undefined)
      return ownerChange(target, (map, key) => ({ type: "set", map, path: [key], value, place: {} }));
    if (owner?.shared || target.node.kind !== "scalar") return undefined;
    const written = target.written;
    if (written?.kind !== "scalar" && written?.kind !== "alias") return undefined;
    if (target.node.style === "literal" || target.node.style === "folded") return undefined;
    return { type: "replace", node: written as ScalarNode | AliasNode, value };
  },
  quote: (target) =>
    target.written?.kind === "scalar" && target.written.style === "plain" && !target.parent?.shared
      ? { type: "quote", node: target.written }
      : undefined,
  renameKey: (target, name) =>
    target.key?.kind === "scalar" && !target.shared && !target.parent?.child(name)
      ? { type: "rename", key: target.key, text: name }
      : undefined,
  remove,
  removeTwin: (map, pair) => ({ type: "remove-pair", map, pair }),
  splice: (start, end, text) => ({ type: "splice", start, end, text }),
  elsewhere: (place, changes) => ({ type: "elsewhere", place, changes }),
  newDocument: (kind, text) => ({ type: "new-document", kind, text }),
  removeCopy: (isAlike) => ({ type: "removed-copy", isAlike }),
};

function remove(target: Value): Change | undefined {
  const owner = target.parent;
  if (!owner || owner.shared) return undefined;
  const step = target.path.at(-1);
  if (owner.node?.kind === "sequence" && typeof step === "number") {
    if (owner.node.items.length === 1 && owner.key) return remove(owner);
    const item = owner.node.items[step];
    return item && { type: "remove-item", sequence: owner.node, item };
  }
  if (owner.node?.kind !== "map") return undefined;
  // A mapping that becomes empty is removed with its last key, and so are its empty parents.
  if (owner.node.pairs.length === 1 && owner.key) return remove(owner);
  const pair = pairOf(target);
  return pair && !staysWithout(owner, pair, step)
    ? { type: "remove-pair", map: owner.node, pair }
    : undefined;
}

/**
 * Whether a value on the path comes from an alias or a merge key: writing there would change another place as well, or
 * hide other merged keys.
 */
function isShared(owner: Value, path: readonly string[]): boolean {
  let current: Value | undefined = owner;
  for (const step of path) {
    current = current?.child(step);
    if (current?.shared) return !current.isNull;
  }
  return false;
}

/** Whether a merge key or a duplicate key of this name would replace a removed pair. */
function staysWithout(owner: Value, pair: Pair, step: Value["path"][number] | undefined): boolean {
  const { node, tree } = owner;
  if (node?.kind !== "map" || step === undefined) return false;
  const pairs = node.pairs.filter((candidate) => candidate !== pair);
  return new Value(tree, { ...node, pairs }, []).child(step) !== undefined;
}

function pairOf(target: Value): Pair | undefined {
  const map = target.parent?.node;
  return map?.kind === "map" ? map.pairs.find((pair) => pair.key === target.key) : undefined;
}

function ownerChange(
  target: Value,
  make: (map: Extract<NonNullable<Value["node"]>, { kind: "map" }>, key: string) => Change,
): MaybeChange {
  const map = target.parent?.node;
  const key = target.path.at(-1);
  return map?.kind === "map" && typeof key === "string" && !target.parent?.shared
    ? make(map, key)
    : undefined;
}

export { placeholder } from "../yaml/edit/placeholder.ts";
