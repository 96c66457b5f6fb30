import type { Resource } from "../kubernetes/resource.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";

type Named = Pick<Resource, "name" | "namespace">;

/** Autoscalers in the workspace that scale this workload. */
export function autoscalersOf(
  workspace: WorkspaceView,
  { group, kind, name, namespace }: Named & Pick<Resource, "group" | "kind">,
): readonly ResourceFacts[] {
  return name === undefined ? [] : workspace.scaling(`${group}/${kind}`, namespace, name);
}

/** How few pods a workload can be scaled down to; `undefined` if that is not known. */
export function fewestPods(workspace: WorkspaceView, facts: ResourceFacts): number | undefined {
  const { groupKind, namespace, name } = facts;
  const scaling = name === undefined ? [] : workspace.scaling(groupKind, namespace, name);
  if (scaling.length === 0) return facts.pod?.replicas;
  const fewest = scaling.map(({ autoscaler }) => autoscaler?.min);
  return fewest.reduce((least, min) =>
    least === undefined || min === undefined ? undefined : Math.min(least, min),
  );
}

/** How many pods a workload's autoscalers allow; `undefined` without any, or if that is not known. */
export function mostPods(workspace: WorkspaceView, facts: ResourceFacts): number | undefined {
  const { groupKind, namespace, name } = facts;
  const scaling = name === undefined ? [] : workspace.scaling(groupKind, namespace, name);
  const most = scaling.map(({ autoscaler }) => autoscaler?.max);
  return most.length === 0 || most.includes(undefined) ? undefined : Math.max(...(most as readonly number[]));
}

/**
 * Whether another place in the workspace defines the same object, such as the patch of an overlay, which can override
 * its numbers.
 */
export function isSaidElsewhere(
  workspace: WorkspaceView,
  groupKind: string,
  { name, namespace }: Named,
): boolean {
  return name !== undefined && workspace.named(groupKind, namespace, name).length > 1;
}
