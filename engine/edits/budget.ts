import type { Resource } from "../kubernetes/resource.ts";
import { isAtLeast } from "../kubernetes/versions.ts";
import { addCompanion } from "./companion.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/**
 * Adds a PodDisruptionBudget that allows one pod of a workload to be evicted at a time, and unhealthy pods at any time.
 *
 * @param labels the labels of the workload's pods
 */
export function addBudget(
  workload: Resource,
  name: string,
  labels: Readonly<Record<string, string>>,
  kubernetesVersion: string,
  edit: EditBuilder,
): MaybeChange {
  const spec = {
    maxUnavailable: 1,
    // On by default since 1.27: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
    ...(isAtLeast(kubernetesVersion, "1.27") && { unhealthyPodEvictionPolicy: "AlwaysAllow" }),
    selector: { matchLabels: labels },
  };
  const budget = { apiVersion: "policy/v1", kind: "PodDisruptionBudget", name, body: { spec } };
  return addCompanion(workload, budget, edit);
}
