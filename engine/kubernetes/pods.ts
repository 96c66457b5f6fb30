import { once } from "./once.ts";
import type { Resource, Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/**
 * Whether the pods declare Windows as their operating system: the API server then rejects most security
 * fields of Linux.
 */
export function declaresWindows({ pod }: Workload): boolean {
  return pod.at("os", "name")?.string === "windows";
}

/**
 * Whether the pods run on Windows, where most security fields of Linux have no effect: they declare it, their nodes are
 * selected by their operating system or by a runtime class, or an image is built only for Windows. `spec.os` does not
 * affect scheduling, so most Windows pods have a node selector and nothing else. Sources:
 * https://kubernetes.io/docs/concepts/windows/user-guide/#ensuring-os-specific-workloads-land-on-the-appropriate-container-host,
 * https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-os
 */
export function isWindows(workload: Workload): boolean {
  return once(workload, showsWindows);
}

function showsWindows(workload: Workload): boolean {
  const { pod } = workload;
  const declared = pod.at("os", "name")?.string;
  if (declared !== undefined) return declared === "windows";
  return (
    osLabels.some((label) => pod.at("nodeSelector", label)?.string === "windows") ||
    requiresWindows(pod) ||
    /^windows(?:-|$)/.test(pod.at("runtimeClassName")?.string ?? "") ||
    (pod.at("containers")?.items() ?? []).some((container) =>
      windowsImage.test(container.at("image")?.string ?? ""),
    )
  );
}

/** The second label was used until 1.35. */
const osLabels: readonly string[] = ["kubernetes.io/os", "beta.kubernetes.io/os"];

/** Each of the alternatives requires Windows. */
function requiresWindows(pod: Value): boolean {
  const required = pod.at("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
  const terms = required?.at("nodeSelectorTerms")?.items() ?? [];
  const isForWindows = (term: Value) =>
    (term.at("matchExpressions")?.items() ?? []).some((expression) => {
      const values = expression.at("values")?.items() ?? [];
      return (
        osLabels.includes(expression.at("key")?.string ?? "") &&
        expression.at("operator")?.string === "In" &&
        values.length > 0 &&
        values.every((value) => value.string === "windows")
      );
    });
  return terms.length > 0 && terms.every(isForWindows);
}

/** Microsoft's base images and images built only for Windows, by repository or by tag. */
const windowsImage =
  /^mcr\.microsoft\.com\/(?:windows(?:\/|:)|dotnet\/framework\/|oss\/[^:@]*windows)|:[^/@]*(?:windowsservercore|nanoserver|-windows-|windows-ltsc)/;

/** How messages refer to a resource: `Deployment "web"`, or `this Deployment` if the name is not known. */
export function titleOf({ kind, name }: Resource): string {
  return name === undefined ? `this ${kind}` : `${kind} "${name}"`;
}

/** Kinds that replace their pods indefinitely, and that Services send traffic to. Knative has its own probes. */
const serving: ReadonlySet<string> = new Set([
  "DaemonSet",
  "Deployment",
  "DeploymentConfig",
  "ReplicaSet",
  "ReplicationController",
  "Rollout",
  "StatefulSet",
]);

/** Whether the pods are meant to serve until they are stopped. */
export function isLongRunning({ kind, pod }: Workload): boolean {
  if (kind !== "Pod") return serving.has(kind);
  const policy = pod.at("restartPolicy");
  return policy === undefined || policy.value === "Always";
}

/** Whether the pods run to completion. */
export function isOneShot({ kind, pod }: Workload): boolean {
  if (kind === "Job" || kind === "CronJob") return true;
  const policy = pod.at("restartPolicy")?.value;
  return kind === "Pod" && (policy === "Never" || policy === "OnFailure");
}
