import { companionText } from "./companion.ts";
import type { Resource } from "./resource.ts";
import { isAtLeast } from "./versions.ts";

/**
 * The text of a PodDisruptionBudget that lets one pod of a workload go at a time, and pods that do not work at any.
 *
 * @param labels of the workload's pods
 */
export function budgetText(
  workload: Resource,
  name: string,
  labels: Readonly<Record<string, string>>,
  kubernetesVersion: string,
): string {
  return companionText(workload, {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    name,
    body: {
      spec: {
        maxUnavailable: 1,
        // On by default since 1.27: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy
        ...(isAtLeast(kubernetesVersion, "1.27") && { unhealthyPodEvictionPolicy: "AlwaysAllow" }),
        selector: { matchLabels: labels },
      },
    },
  });
}
