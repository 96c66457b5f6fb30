import type { Range } from "../../text/range.ts";
import type { MapNode, YamlNode, YamlTree } from "../node.ts";
import type { Change } from "./change.ts";

const known = new WeakMap<YamlTree, readonly Range[]>();

/** Detects changes that would also affect another place through an anchor and its aliases. */
export function sharing(tree: YamlTree): (change: Change) => boolean {
  const ranges = known.get(tree) ?? aliasedRanges(tree);
  known.set(tree, ranges);
  return (change) => ranges.some((range) => disturbs(change, range));
}

/** The ranges of all nodes that are also used in another place through an alias. */
function aliasedRanges({ aliases }: YamlTree): readonly Range[] {
  const targets = new Set(aliases.flatMap(({ target }) => target ?? []));
  return [...targets].map(({ propertiesStart, end }) => ({ start: propertiesStart, end }));
}

/** Whether a change would alter or remove a node that another place refers to. */
function disturbs(change: Change, shared: Range): boolean {
  const inside = ({ start, end }: Range) => shared.start <= start && end <= shared.end;
  const meets = ({ start, end }: Range) => start <= shared.start && shared.end <= end;
  switch (change.type) {
    case "set":
    case "append":
      return change.type === "set" && meetsTarget(change, meets) ? true : reaches(change, inside);
    case "replace":
    case "quote":
      return inside(change.node);
    case "rename":
      return inside(change.key);
    case "remove-pair": {
      const { key, value } = change.pair;
      const range = { start: key.propertiesStart, end: value?.end ?? key.end };
      return inside(range) || meets(range);
    }
    case "remove-item": {
      const range = { start: change.item.propertiesStart, end: change.item.end };
      return inside(range) || meets(range);
    }
    case "splice":
      return false;
  }
}

type Write = Extract<Change, { type: "set" | "append" }>;

/** Whether the deepest existing node on the path of a change passes a test. */
function reaches({ map, path }: Write, test: (range: Range) => boolean): boolean {
  let node: YamlNode = map;
  for (const step of path) {
    if (node.kind !== "map") break;
    const below: YamlNode | undefined = valueAt(node, step);
    if (below === undefined) break;
    node = below;
  }
  return test(node);
}

/** Whether the value that a change replaces passes a test. */
function meetsTarget({ map, path }: Write, test: (range: Range) => boolean): boolean {
  let node: YamlNode | undefined = map;
  for (const step of path) node = node?.kind === "map" ? valueAt(node, step) : undefined;
  return node !== undefined && test(node);
}

function valueAt(map: MapNode, key: string): YamlNode | undefined {
  return map.pairs.findLast((pair) => pair.key.kind === "scalar" && pair.key.text === key)?.value;
}
