import type { Resource } from "../kubernetes/resource.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";

type Named = Pick<Resource, "name" | "namespace">;

/** Autoscalers of the workspace whose target is this workload. */
export function autoscalersOf(
  workspace: WorkspaceView,
  { group, kind, name, namespace }: Named & Pick<Resource, "group" | "kind">,
) {
  return ["autoscaling/HorizontalPodAutoscaler", "keda.sh/ScaledObject"]
    .flatMap((groupKind) => workspace.ofKind(groupKind, namespace))
    .filter(({ autoscaler }) => {
      const target = autoscaler?.target;
      return target?.name === name && target?.kind === kind && target.group === group;
    });
}

/** With how many pods a workload makes do when there is little to do; `undefined` where that is not known. */
export function fewestPods(workspace: WorkspaceView, facts: ResourceFacts): number | undefined {
  const slash = facts.groupKind.indexOf("/");
  const group = facts.groupKind.slice(0, slash);
  const kind = facts.groupKind.slice(slash + 1);
  const scaling = autoscalersOf(workspace, { ...facts, group, kind });
  if (scaling.length === 0) return facts.pod?.replicas;
  const fewest = scaling.map(({ autoscaler }) => autoscaler?.min);
  return fewest.includes(undefined) ? undefined : Math.min(...(fewest as readonly number[]));
}

/** Whether another place of the workspace speaks of the same object, as the patch of an overlay does: then its numbers are not the last word. */
export function isSaidElsewhere(
  workspace: WorkspaceView,
  groupKind: string,
  { name, namespace }: Named,
): boolean {
  return name !== undefined && workspace.named(groupKind, namespace, name).length > 1;
}
