import type { Change } from "../yaml/edit/change.ts";
import type { MapNode, Pair, SequenceNode, YamlNode } from "../yaml/node.ts";

type Group = readonly Change[];

/**
 * The groups of changes that can be made at once, earlier ones first. A group that would remove the last item of a
 * mapping or list from which earlier groups already remove items has to wait: on its own, it can also remove the empty
 * parent.
 */
export function compatible(groups: readonly Group[]): readonly Group[] {
  const removed = new Map<MapNode | SequenceNode, Set<Pair | YamlNode>>();
  return groups.filter((group) => {
    const removals = group.flatMap(removalOf);
    if (removals.some(({ parent, child }) => wouldEmpty(parent, child, removed.get(parent)))) return false;
    for (const { parent, child } of removals)
      removed.set(parent, (removed.get(parent) ?? new Set()).add(child));
    return true;
  });
}

interface Removal {
  readonly parent: MapNode | SequenceNode;
  readonly child: Pair | YamlNode;
}

function removalOf(change: Change): readonly Removal[] {
  if (change.type === "remove-item") return [{ parent: change.sequence, child: change.item }];
  return change.type === "remove-pair" ? [{ parent: change.map, child: change.pair }] : [];
}

function wouldEmpty(
  parent: MapNode | SequenceNode,
  child: Pair | YamlNode,
  removedChildren: ReadonlySet<Pair | YamlNode> = new Set(),
): boolean {
  const count = parent.kind === "map" ? parent.pairs.length : parent.items.length;
  return removedChildren.size > 0 && !removedChildren.has(child) && removedChildren.size + 1 === count;
}
