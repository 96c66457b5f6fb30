import { once } from "./once.ts";
import type { Resource, Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** Whether the pods say that they run on Windows: the API then rejects most security fields of Linux. */
export function declaresWindows({ pod }: Workload): boolean {
  return pod.at("os", "name")?.string === "windows";
}

/**
 * Whether the pods run on Windows, where most security fields of Linux have no effect. They declare it, their nodes are
 * selected by their operating system or by a runtime class, or an image is built for Windows only. `spec.os` does not
 * schedule, so most Windows pods have a node selector and nothing else.
 * Sources: https://kubernetes.io/docs/concepts/windows/user-guide/#ensuring-os-specific-workloads-land-on-the-appropriate-container-host,
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

/** The second one until 1.35. */
const osLabels: readonly string[] = ["kubernetes.io/os", "beta.kubernetes.io/os"];

/** Each of the alternatives asks for Windows. */
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

/** Base images of Microsoft and what is built for them alone, by repository or by tag. */
const windowsImage =
  /^mcr\.microsoft\.com\/(?:windows(?:\/|:)|dotnet\/framework\/|oss\/[^:@]*windows)|:[^/@]*(?:windowsservercore|nanoserver|-windows-|windows-ltsc)/;

/** How messages call a resource: `Deployment "web"`, or its kind alone where the name is not known. */
export function titleOf({ kind, name }: Resource): string {
  return name === undefined ? kind : `${kind} "${name}"`;
}

/** Kinds whose pods are replaced forever, and which Services send traffic to. Knative has probes of its own. */
const serving: ReadonlySet<string> = new Set([
  "DaemonSet",
  "Deployment",
  "DeploymentConfig",
  "ReplicaSet",
  "ReplicationController",
  "Rollout",
  "StatefulSet",
]);

/** Whether the pods are meant to run and to serve until somebody stops them. */
export function isLongRunning({ kind, pod }: Workload): boolean {
  if (kind !== "Pod") return serving.has(kind);
  const policy = pod.at("restartPolicy");
  return policy === undefined || policy.value === "Always";
}

/** Whether the pods run until their work is done. */
export function isOneShot({ kind, pod }: Workload): boolean {
  if (kind === "Job" || kind === "CronJob") return true;
  const policy = pod.at("restartPolicy")?.value;
  return kind === "Pod" && (policy === "Never" || policy === "OnFailure");
}
