import type { Range } from "../text/range.ts";
import type { Change } from "../yaml/edit/change.ts";
import type { MapNode, Pair, SequenceNode, YamlNode } from "../yaml/node.ts";

type Group = readonly Change[];
type Write = Extract<Change, { type: "set" | "append" }>;

/**
 * The groups of changes that can be done at once, earlier ones first. A group that would write into what another one
 * removes, or that would take the last thing out of a mapping or list from which others go as well, has to wait for the
 * text that these leave.
 */
export function compatible(groups: readonly Group[]): readonly Group[] {
  const removals: Range[] = [];
  const writes: Range[] = [];
  const removed = new Map<MapNode | SequenceNode, Set<Pair | YamlNode>>();
  return groups.filter((group) => {
    const itsRemovals = group.flatMap(removalOf);
    const itsWrites = group.flatMap(writtenBy);
    if (itsRemovals.some((removal) => writes.some((write) => contains(removal, write)))) return false;
    if (itsWrites.some((write) => removals.some((removal) => contains(removal, write)))) return false;
    if (itsRemovals.some(({ parent, child }) => wouldEmpty(parent, child, removed.get(parent)))) return false;
    for (const { parent, child } of itsRemovals)
      removed.set(parent, (removed.get(parent) ?? new Set()).add(child));
    removals.push(...itsRemovals);
    writes.push(...itsWrites);
    return true;
  });
}

interface Removal extends Range {
  readonly parent: MapNode | SequenceNode;
  readonly child: Pair | YamlNode;
}

function removalOf(change: Change): readonly Removal[] {
  if (change.type === "remove-item") {
    const { sequence, item } = change;
    return [{ parent: sequence, child: item, start: item.propertiesStart, end: item.end }];
  }
  if (change.type !== "remove-pair") return [];
  return [{ parent: change.map, child: change.pair, ...rangeOf(change.pair) }];
}

function wouldEmpty(
  parent: MapNode | SequenceNode,
  child: Pair | YamlNode,
  gone: ReadonlySet<Pair | YamlNode> = new Set(),
): boolean {
  const count = parent.kind === "map" ? parent.pairs.length : parent.items.length;
  return gone.size > 0 && !gone.has(child) && gone.size + 1 === count;
}

/** The mapping that a change writes into and every pair on its way down from there. */
function writtenBy(change: Change): readonly Range[] {
  return change.type === "set" || change.type === "append" ? [change.map, ...wayOf(change)] : [];
}

function wayOf({ map, path }: Write): readonly Range[] {
  const way: Range[] = [];
  let current: YamlNode | undefined = map;
  for (const step of path) {
    if (current?.kind !== "map") break;
    const pair: Pair | undefined = current.pairs.findLast(
      ({ key }) => key.kind === "scalar" && key.text === step,
    );
    if (!pair) break;
    way.push(rangeOf(pair));
    current = pair.value;
  }
  return way;
}

function rangeOf({ key, value }: Pair): Range {
  return { start: key.propertiesStart, end: value?.end ?? key.end };
}

function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
