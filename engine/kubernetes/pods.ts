import type { Resource, Workload } from "./resource.ts";

/** Whether the pods run on Windows, where the API refuses most fields of Linux' security. */
export function isWindows({ pod }: Workload): boolean {
  return pod.at("os", "name")?.string === "windows";
}

/** How messages call a resource: `Deployment "web"`, or its kind alone where the name is not known. */
export function titleOf({ kind, name }: Resource): string {
  return name === undefined ? kind : `${kind} "${name}"`;
}

/** Kinds whose pods are replaced for ever, and which Services send traffic to. Knative has probes of its own. */
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

/** Whether the pods share a PersistentVolumeClaim, which mostly only one pod at a time may have. */
export function mountsClaim({ pod }: Workload): boolean {
  return (pod.at("volumes")?.items() ?? []).some((volume) => volume.at("persistentVolumeClaim"));
}
