import { readLabels, readSelector } from "../kubernetes/labels.ts";
import type { Resource, Workload } from "../kubernetes/resource.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";
import type { WorkloadFacts } from "./pods.ts";
import { isSurelyTogether, isTogether } from "./together.ts";

/** Whether a PodDisruptionBudget in the workspace might cover a workload's pods. */
export function isGuarded(workload: Workload, workspace: WorkspaceView): boolean {
  const labels = readLabels(workload.template.at("metadata", "labels"));
  if (!labels) return true;
  for (const _ of workspace.selecting("PodDisruptionBudget", labels, workload.namespace)) return true;
  return false;
}

/**
 * Whether a budget with these labels would also cover pods of other workloads. If those have their own budget, none of
 * them could be evicted.
 */
export function coversOthers(
  { kind, group, name, namespace }: Workload,
  labels: Readonly<Record<string, string>>,
  workspace: WorkspaceView,
  uri: string,
): boolean {
  const selector = Object.entries(labels).map(
    ([key, value]) => ({ key, operator: "In", values: [value] }) as const,
  );
  return workspace
    .selectedBy(selector, namespace)
    .workloads.some(
      (other) =>
        (other.name !== name || other.groupKind !== `${group}/${kind}`) &&
        isTogether({ namespace, uri }, other),
    );
}

/** A workload whose pods are covered by two budgets. */
export interface SharedPods {
  readonly workload: WorkloadFacts;
  readonly other: ResourceFacts;
}

/**
 * The first workload whose pods are covered by a budget and by another budget in the namespace. Only the later budget
 * of the two reports it.
 */
export function podsSharedWith(
  budget: Resource,
  { uri, document }: { readonly uri: string; readonly document: number },
  workspace: WorkspaceView,
): SharedPods | undefined {
  const at = budget.root.at("spec", "selector");
  const selector = at?.isMap ? readSelector(at) : undefined;
  if (!selector) return undefined;
  const { namespace, name } = budget;
  const isBefore = ({ place }: ResourceFacts) =>
    place.uri === uri
      ? place.document < document || (place.document === document && place.start < budget.anchor.token.start)
      : place.uri < uri;
  for (const workload of workspace.selectedBy(selector, namespace).workloads) {
    if (!isSurelyTogether(workspace, { namespace, uri }, workload)) continue;
    const labels = workload.pod.labels!;
    for (const { resource: other, selector: theirs } of workspace.selecting(
      "PodDisruptionBudget",
      labels,
      namespace,
    )) {
      const isOther = other.name !== undefined && other.name !== name;
      if (isOther && theirs && isSurelyTogether(workspace, { namespace, uri }, other) && isBefore(other))
        return { workload, other };
    }
  }
  return undefined;
}
