import type { Resource, Workload } from "./resource.ts";

/**
 * Fields of a pod's spec that Knative Serving accepts unless its ConfigMap `config-features` enables more;
 * its webhook rejects an object with any other. Source: PodSpecMask in
 * https://github.com/knative/serving/blob/main/pkg/apis/serving/fieldmask.go
 */
const knativePodFields: ReadonlySet<string> = new Set([
  "automountServiceAccountToken",
  "containerConcurrency",
  "containers",
  "enableServiceLinks",
  "idleTimeoutSeconds",
  "imagePullSecrets",
  "responseStartTimeoutSeconds",
  "serviceAccountName",
  "timeoutSeconds",
  "volumes",
]);

/** Fields of a container that it rejects. Source: ContainerMask in the same file */
const refusedContainerFields: ReadonlySet<string> = new Set([
  "lifecycle",
  "resizePolicy",
  "stdin",
  "stdinOnce",
  "tty",
  "volumeDevices",
]);

/** Whether the kind of a workload has a field of the pod's spec; most have all of them. */
export function hasPodField(workload: Resource, field: string): boolean {
  return !isKnative(workload) || knativePodFields.has(field);
}

/** Whether the kind of a workload has a field of its containers. */
export function hasContainerField(workload: Workload, field: string): boolean {
  return !isKnative(workload) || !refusedContainerFields.has(field);
}

function isKnative({ group }: Resource): boolean {
  return group === "serving.knative.dev";
}
