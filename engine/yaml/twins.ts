import { type MapNode, type Pair, type ScalarNode, walk, type YamlNode, type YamlTree } from "./node.ts";
import { scalarValue } from "./scalar.ts";

/** Two successive pairs of one mapping that have the same key. */
export interface Twins {
  readonly name: string;
  readonly map: MapNode;
  readonly first: Pair;
  readonly second: Pair;
  /** Their values are certainly the same, so it does not matter which one is used. */
  readonly equal: boolean;
  /** The pair without a value, if the other one has a value. */
  readonly empty: Pair | undefined;
}

/** All keys that appear more than once in a mapping, in order of the text. */
export function twinsOf({ root }: YamlTree): readonly Twins[] {
  const twins: Twins[] = [];
  if (!root) return twins;
  walk(root, (map) => {
    if (map.kind !== "map") return;
    const last = new Map<string, Pair>();
    for (const second of map.pairs) {
      if (second.key.kind !== "scalar") continue;
      const name = second.key.text;
      const first = last.get(name);
      if (first) {
        const equal = isSame(first.value, second.value);
        const empty = [first, second].filter(({ value }) => isEmpty(value));
        twins.push({ name, map, first, second, equal, empty: empty.length === 1 ? empty[0] : undefined });
      }
      last.set(name, second);
    }
  });
  return twins;
}

/** Aliases are never the same: the anchor can be redefined between them. */
function isSame(a: YamlNode | undefined, b: YamlNode | undefined): boolean {
  if (a?.tag !== b?.tag) return false;
  if (a === undefined || b === undefined) return isNull(a) && isNull(b);
  if (a.kind === "scalar" && b.kind === "scalar") return isSameScalar(a, b);
  if (a.kind === "sequence" && b.kind === "sequence")
    return a.items.length === b.items.length && a.items.every((item, at) => isSame(item, b.items[at]));
  return a.kind === "map" && b.kind === "map" && isSameMap(a, b);
}

/** JavaScript cannot tell whether two spellings of a number are equal in Go. */
function isSameScalar(a: ScalarNode, b: ScalarNode): boolean {
  const value = scalarValue(a);
  return scalarValue(b) === value && (typeof value !== "number" || a.text === b.text);
}

function isSameMap(a: MapNode, b: MapNode): boolean {
  if (a.pairs.length !== b.pairs.length) return false;
  const others = new Map(b.pairs.map((pair) => [textOf(pair.key), pair] as const));
  const keys = new Set(a.pairs.map(({ key }) => textOf(key)));
  // A mapping with a duplicate key has fewer distinct keys than pairs.
  if (keys.size < a.pairs.length || others.size < b.pairs.length) return false;
  return a.pairs.every(({ key, value }) => {
    const other = others.get(textOf(key));
    return key.kind === "scalar" && other !== undefined && isSame(value, other.value);
  });
}

/** Whether a value is missing, null, `{}` or `[]`. */
export function isEmpty(node: YamlNode | undefined): boolean {
  if (node?.kind === "map") return node.pairs.length === 0;
  return node?.kind === "sequence" ? node.items.length === 0 : isNull(node);
}

function isNull(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && scalarValue(node) === null);
}

function textOf(key: YamlNode): string | undefined {
  return key.kind === "scalar" ? key.text : undefined;
}
