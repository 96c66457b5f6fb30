/**
 * API versions that Kubernetes no longer serves.
 * Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
export interface RemovedVersion {
  /** The version of Kubernetes that no longer serves it. */
  readonly since: string;
  /** The replacement; `undefined` if the kind itself was removed. */
  readonly instead: string | undefined;
  /** The fields and their defaults are the same. */
  readonly isSame: boolean;
}

type Row = readonly [since: string, version: string, kinds: string, instead?: string, isSame?: "same"];

const rows: readonly Row[] = [
  ["1.16", "extensions/v1beta1", "Deployment DaemonSet ReplicaSet", "apps/v1"],
  ["1.16", "extensions/v1beta1", "NetworkPolicy", "networking.k8s.io/v1", "same"],
  ["1.16", "extensions/v1beta1", "PodSecurityPolicy"],
  ["1.16", "apps/v1beta1", "Deployment StatefulSet ControllerRevision", "apps/v1"],
  ["1.16", "apps/v1beta2", "Deployment StatefulSet DaemonSet ReplicaSet ControllerRevision", "apps/v1"],
  ["1.20", "settings.k8s.io/v1alpha1", "PodPreset"],
  ["1.21", "batch/v2alpha1", "CronJob", "batch/v1", "same"],
  ["1.22", "extensions/v1beta1", "Ingress", "networking.k8s.io/v1"],
  ["1.22", "networking.k8s.io/v1beta1", "Ingress", "networking.k8s.io/v1"],
  ["1.22", "networking.k8s.io/v1beta1", "IngressClass", "networking.k8s.io/v1", "same"],
  [
    "1.22",
    "admissionregistration.k8s.io/v1beta1",
    "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
    "admissionregistration.k8s.io/v1",
  ],
  ["1.22", "apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", "apiextensions.k8s.io/v1"],
  ["1.22", "apiregistration.k8s.io/v1beta1", "APIService", "apiregistration.k8s.io/v1", "same"],
  ["1.22", "authentication.k8s.io/v1beta1", "TokenReview", "authentication.k8s.io/v1"],
  [
    "1.22",
    "authorization.k8s.io/v1beta1",
    "LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview SelfSubjectRulesReview",
    "authorization.k8s.io/v1",
  ],
  ["1.22", "certificates.k8s.io/v1beta1", "CertificateSigningRequest", "certificates.k8s.io/v1"],
  ["1.22", "coordination.k8s.io/v1beta1", "Lease", "coordination.k8s.io/v1", "same"],
  [
    "1.22",
    "rbac.authorization.k8s.io/v1beta1",
    "Role ClusterRole RoleBinding ClusterRoleBinding",
    "rbac.authorization.k8s.io/v1",
    "same",
  ],
  ["1.22", "scheduling.k8s.io/v1beta1", "PriorityClass", "scheduling.k8s.io/v1", "same"],
  [
    "1.22",
    "storage.k8s.io/v1beta1",
    "CSIDriver CSINode StorageClass VolumeAttachment",
    "storage.k8s.io/v1",
    "same",
  ],
  ["1.25", "batch/v1beta1", "CronJob", "batch/v1", "same"],
  ["1.25", "discovery.k8s.io/v1beta1", "EndpointSlice", "discovery.k8s.io/v1"],
  ["1.25", "events.k8s.io/v1beta1", "Event", "events.k8s.io/v1"],
  ["1.25", "autoscaling/v2beta1", "HorizontalPodAutoscaler", "autoscaling/v2"],
  ["1.25", "policy/v1beta1", "PodDisruptionBudget", "policy/v1", "same"],
  ["1.25", "policy/v1beta1", "PodSecurityPolicy"],
  ["1.25", "node.k8s.io/v1beta1", "RuntimeClass", "node.k8s.io/v1", "same"],
  [
    "1.26",
    "flowcontrol.apiserver.k8s.io/v1beta1",
    "FlowSchema PriorityLevelConfiguration",
    "flowcontrol.apiserver.k8s.io/v1",
  ],
  ["1.26", "autoscaling/v2beta2", "HorizontalPodAutoscaler", "autoscaling/v2", "same"],
  ["1.27", "storage.k8s.io/v1beta1", "CSIStorageCapacity", "storage.k8s.io/v1", "same"],
  [
    "1.29",
    "flowcontrol.apiserver.k8s.io/v1beta2",
    "FlowSchema PriorityLevelConfiguration",
    "flowcontrol.apiserver.k8s.io/v1",
  ],
  [
    "1.32",
    "flowcontrol.apiserver.k8s.io/v1beta3",
    "FlowSchema PriorityLevelConfiguration",
    "flowcontrol.apiserver.k8s.io/v1",
  ],
];

const byKind: ReadonlyMap<string, RemovedVersion> = new Map(
  rows.flatMap(([since, version, kinds, instead, isSame]) =>
    kinds
      .split(" ")
      .map((kind) => [`${version}/${kind}`, { since, instead, isSame: isSame === "same" }] as const),
  ),
);

/** A removed API version of a kind; `undefined` for all others. */
export function removedVersion(apiVersion: string, kind: string): RemovedVersion | undefined {
  return byKind.get(`${apiVersion}/${kind}`);
}
