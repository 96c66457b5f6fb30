import { isAtLeast } from "./versions.ts";

/**
 * API versions that Kubernetes no longer serves, or will stop serving. Sources:
 * https://kubernetes.io/docs/reference/using-api/deprecation-guide/ and, for when each was or will be deprecated and
 * removed, `zz_generated.prerelease-lifecycle.go` in https://github.com/kubernetes/api/tree/v0.36.3
 */
export interface OldVersion {
  /** The version of Kubernetes that deprecates it and serves the replacement. */
  readonly deprecated: string;
  /** The version of Kubernetes that no longer serves it. */
  readonly removed: string;
  /** The replacement; `undefined` if the kind itself is removed. */
  readonly instead: string | undefined;
  /** How to get there; `undefined` if only a person can tell. */
  readonly migration: MigrationName | undefined;
}

/** `same`: the fields and their defaults are the same. */
export type MigrationName =
  | "same"
  | "autoscaler"
  | "definition"
  | "deviceRequests"
  | "disruptionBudget"
  | "endpointSlice"
  | "ingress"
  | "priorityLevel"
  | "signingRequest"
  | "webhook"
  | "workload";

type Row = readonly [
  deprecated: string,
  removed: string,
  version: string,
  kinds: string,
  instead?: string,
  migration?: MigrationName,
];

const admission = "admissionregistration.k8s.io";
const flowcontrol = "flowcontrol.apiserver.k8s.io";
const roles = "Role ClusterRole RoleBinding ClusterRoleBinding";
const claims = "ResourceClaim ResourceClaimTemplate";

const rows: readonly Row[] = [
  ["1.9", "1.16", "extensions/v1beta1", "Deployment DaemonSet ReplicaSet", "apps/v1", "workload"],
  ["1.9", "1.16", "extensions/v1beta1", "NetworkPolicy", "networking.k8s.io/v1", "same"],
  ["1.16", "1.16", "extensions/v1beta1", "PodSecurityPolicy"],
  ["1.9", "1.16", "apps/v1beta1", "Deployment StatefulSet", "apps/v1", "workload"],
  ["1.9", "1.16", "apps/v1beta2", "Deployment StatefulSet DaemonSet ReplicaSet", "apps/v1", "workload"],
  ["1.9", "1.16", "apps/v1beta1", "ControllerRevision", "apps/v1", "same"],
  ["1.9", "1.16", "apps/v1beta2", "ControllerRevision", "apps/v1", "same"],
  ["1.20", "1.20", "settings.k8s.io/v1alpha1", "PodPreset"],
  ["1.21", "1.21", "batch/v2alpha1", "CronJob", "batch/v1", "same"],
  ["1.19", "1.22", "extensions/v1beta1", "Ingress", "networking.k8s.io/v1", "ingress"],
  ["1.19", "1.22", "networking.k8s.io/v1beta1", "Ingress", "networking.k8s.io/v1", "ingress"],
  ["1.19", "1.22", "networking.k8s.io/v1beta1", "IngressClass", "networking.k8s.io/v1", "same"],
  ["1.16", "1.22", `${admission}/v1beta1`, "MutatingWebhookConfiguration", `${admission}/v1`, "webhook"],
  ["1.16", "1.22", `${admission}/v1beta1`, "ValidatingWebhookConfiguration", `${admission}/v1`, "webhook"],
  [
    "1.16",
    "1.22",
    "apiextensions.k8s.io/v1beta1",
    "CustomResourceDefinition",
    "apiextensions.k8s.io/v1",
    "definition",
  ],
  ["1.19", "1.22", "apiregistration.k8s.io/v1beta1", "APIService", "apiregistration.k8s.io/v1", "same"],
  ["1.19", "1.22", "authentication.k8s.io/v1beta1", "TokenReview", "authentication.k8s.io/v1", "same"],
  [
    "1.19",
    "1.22",
    "authorization.k8s.io/v1beta1",
    "LocalSubjectAccessReview SubjectAccessReview",
    "authorization.k8s.io/v1",
  ],
  [
    "1.19",
    "1.22",
    "authorization.k8s.io/v1beta1",
    "SelfSubjectAccessReview SelfSubjectRulesReview",
    "authorization.k8s.io/v1",
    "same",
  ],
  [
    "1.19",
    "1.22",
    "certificates.k8s.io/v1beta1",
    "CertificateSigningRequest",
    "certificates.k8s.io/v1",
    "signingRequest",
  ],
  ["1.19", "1.22", "coordination.k8s.io/v1beta1", "Lease", "coordination.k8s.io/v1", "same"],
  ["1.17", "1.22", "rbac.authorization.k8s.io/v1beta1", roles, "rbac.authorization.k8s.io/v1", "same"],
  ["1.14", "1.22", "scheduling.k8s.io/v1beta1", "PriorityClass", "scheduling.k8s.io/v1", "same"],
  ["1.17", "1.22", "storage.k8s.io/v1beta1", "CSINode", "storage.k8s.io/v1", "same"],
  [
    "1.19",
    "1.22",
    "storage.k8s.io/v1beta1",
    "CSIDriver StorageClass VolumeAttachment",
    "storage.k8s.io/v1",
    "same",
  ],
  ["1.21", "1.25", "batch/v1beta1", "CronJob", "batch/v1", "same"],
  ["1.21", "1.25", "discovery.k8s.io/v1beta1", "EndpointSlice", "discovery.k8s.io/v1", "endpointSlice"],
  ["1.22", "1.25", "events.k8s.io/v1beta1", "Event", "events.k8s.io/v1"],
  ["1.23", "1.25", "autoscaling/v2beta1", "HorizontalPodAutoscaler", "autoscaling/v2", "autoscaler"],
  ["1.21", "1.25", "policy/v1beta1", "PodDisruptionBudget", "policy/v1", "disruptionBudget"],
  ["1.21", "1.25", "policy/v1beta1", "PodSecurityPolicy"],
  ["1.22", "1.25", "node.k8s.io/v1beta1", "RuntimeClass", "node.k8s.io/v1", "same"],
  ["1.23", "1.26", "autoscaling/v2beta2", "HorizontalPodAutoscaler", "autoscaling/v2", "autoscaler"],
  ["1.24", "1.27", "storage.k8s.io/v1beta1", "CSIStorageCapacity", "storage.k8s.io/v1", "same"],
  // Before 1.29, the replacement was another beta, so these are not reported as deprecated before.
  ["1.29", "1.26", `${flowcontrol}/v1beta1`, "FlowSchema", `${flowcontrol}/v1`, "same"],
  ["1.29", "1.29", `${flowcontrol}/v1beta2`, "FlowSchema", `${flowcontrol}/v1`, "same"],
  ["1.29", "1.32", `${flowcontrol}/v1beta3`, "FlowSchema", `${flowcontrol}/v1`, "same"],
  [
    "1.29",
    "1.26",
    `${flowcontrol}/v1beta1`,
    "PriorityLevelConfiguration",
    `${flowcontrol}/v1`,
    "priorityLevel",
  ],
  [
    "1.29",
    "1.29",
    `${flowcontrol}/v1beta2`,
    "PriorityLevelConfiguration",
    `${flowcontrol}/v1`,
    "priorityLevel",
  ],
  [
    "1.29",
    "1.32",
    `${flowcontrol}/v1beta3`,
    "PriorityLevelConfiguration",
    `${flowcontrol}/v1`,
    "priorityLevel",
  ],
  ["1.30", "1.33", "authentication.k8s.io/v1beta1", "SelfSubjectReview", "authentication.k8s.io/v1", "same"],
  [
    "1.31",
    "1.34",
    `${admission}/v1beta1`,
    "ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding",
    `${admission}/v1`,
    "same",
  ],
  ["1.34", "1.37", "networking.k8s.io/v1beta1", "IPAddress ServiceCIDR", "networking.k8s.io/v1", "same"],
  ["1.34", "1.37", "storage.k8s.io/v1beta1", "VolumeAttributesClass", "storage.k8s.io/v1", "same"],
  ["1.35", "1.38", "resource.k8s.io/v1beta1", "DeviceClass", "resource.k8s.io/v1", "same"],
  ["1.35", "1.38", "resource.k8s.io/v1beta1", claims, "resource.k8s.io/v1", "deviceRequests"],
  ["1.35", "1.38", "resource.k8s.io/v1beta1", "ResourceSlice", "resource.k8s.io/v1"],
  [
    "1.36",
    "1.39",
    "resource.k8s.io/v1beta2",
    `DeviceClass ResourceSlice ${claims}`,
    "resource.k8s.io/v1",
    "same",
  ],
  [
    "1.37",
    "1.40",
    `${admission}/v1beta1`,
    "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding",
    `${admission}/v1`,
    "same",
  ],
  ["1.37", "1.40", "certificates.k8s.io/v1beta1", "ClusterTrustBundle", "certificates.k8s.io/v1", "same"],
];

const byKind: ReadonlyMap<string, OldVersion> = new Map(
  rows.flatMap(([deprecated, removed, version, kinds, instead, migration]) =>
    kinds
      .split(" ")
      .map((kind) => [`${version}/${kind}`, { deprecated, removed, instead, migration }] as const),
  ),
);

/** An API version of a kind that is deprecated or removed at some time; `undefined` for all others. */
export function oldVersion(apiVersion: string, kind: string): OldVersion | undefined {
  return byKind.get(`${apiVersion}/${kind}`);
}

/** An API version of a kind that a version of Kubernetes no longer serves. */
export function removedVersion(apiVersion: string, kind: string, kubernetes: string): OldVersion | undefined {
  const old = oldVersion(apiVersion, kind);
  return old && isAtLeast(kubernetes, old.removed) ? old : undefined;
}

/** An API version of a kind that a version of Kubernetes still serves although it is deprecated. */
export function deprecatedVersion(
  apiVersion: string,
  kind: string,
  kubernetes: string,
): OldVersion | undefined {
  const old = oldVersion(apiVersion, kind);
  if (!old || !isAtLeast(kubernetes, old.deprecated) || isAtLeast(kubernetes, old.removed)) return undefined;
  return old;
}
