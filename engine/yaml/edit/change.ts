import type { AliasNode, MapNode, Pair, ScalarNode, SequenceNode, YamlNode } from "../node.ts";

/** A value to write: any JSON value. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/**
 * Where a new key is inserted into a block mapping: after the last of `after`, else before the first of `before`, else
 * at the end.
 */
export interface Placement {
  readonly after?: readonly string[];
  readonly before?: readonly string[];
}

/** One structural change. It says what to change; the planner decides how. */
export type Change =
  | {
      /** Sets the value at `path` below `map`; creates missing mappings on the way. */
      readonly type: "set";
      readonly map: MapNode;
      readonly path: readonly string[];
      readonly value: PlainValue;
      readonly place: Placement;
    }
  | {
      /** Adds an item to the list at `path` below `map`, which is created if it is missing. */
      readonly type: "append";
      readonly map: MapNode;
      readonly path: readonly string[];
      readonly value: PlainValue;
      readonly place: Placement;
    }
  | { readonly type: "replace"; readonly node: ScalarNode | AliasNode; readonly value: PlainValue }
  | { readonly type: "quote"; readonly node: ScalarNode }
  | { readonly type: "rename"; readonly key: ScalarNode; readonly text: string }
  | {
      readonly type: "remove-pair";
      readonly map: MapNode;
      readonly pair: Pair;
      /** Its content is written to another document, so comments on it stay. */
      readonly moved?: boolean;
    }
  | {
      readonly type: "remove-item";
      readonly sequence: SequenceNode;
      readonly item: YamlNode;
      readonly moved?: boolean;
    }
  | { readonly type: "splice"; readonly start: number; readonly end: number; readonly text: string };
