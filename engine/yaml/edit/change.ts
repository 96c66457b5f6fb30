import type { AliasNode, MapNode, Pair, ScalarNode, SequenceNode, YamlNode } from "../node.ts";

/** A value to be written: what JSON can say. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** Where a new key goes in a block mapping: behind the last of `after`, else in front of the first of `before`, else last. */
export interface Placement {
  readonly after?: readonly string[];
  readonly before?: readonly string[];
}

/** One structural change: it says what, the planner finds how. */
export type Change =
  | {
      /** Makes the value at `path` below `map` be `value`; missing mappings on the way are made. */
      readonly type: "set";
      readonly map: MapNode;
      readonly path: readonly string[];
      readonly value: PlainValue;
      readonly place: Placement;
    }
  | {
      /** Adds an item to the list at `path` below `map`, which is made where it is missing. */
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
      /** What it says is written in another document, so comments on it stay. */
      readonly moved?: boolean;
    }
  | {
      readonly type: "remove-item";
      readonly sequence: SequenceNode;
      readonly item: YamlNode;
      readonly moved?: boolean;
    }
  | { readonly type: "splice"; readonly start: number; readonly end: number; readonly text: string };
