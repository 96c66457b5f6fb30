/** What the API says about kinds. Sources: the API reference of 1.36 and the CRDs of the named projects. */

/** The group of an `apiVersion`: `apps` of `apps/v1`, the empty string of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash === -1 ? "" : apiVersion.slice(0, slash);
}

/** The version without its group: `v1` of `apps/v1`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf("/") + 1);
}

/** Where each kind has its pod template (or the pod itself). */
const podPaths: ReadonlyMap<string, readonly string[]> = new Map([
  ["/Pod", []],
  ["/PodTemplate", ["template"]],
  ["/ReplicationController", ["spec", "template"]],
  ["apps/Deployment", ["spec", "template"]],
  ["extensions/Deployment", ["spec", "template"]],
  ["apps/StatefulSet", ["spec", "template"]],
  ["apps/DaemonSet", ["spec", "template"]],
  ["extensions/DaemonSet", ["spec", "template"]],
  ["apps/ReplicaSet", ["spec", "template"]],
  ["extensions/ReplicaSet", ["spec", "template"]],
  ["batch/Job", ["spec", "template"]],
  ["batch/CronJob", ["spec", "jobTemplate", "spec", "template"]],
  ["/DeploymentConfig", ["spec", "template"]],
  ["apps.openshift.io/DeploymentConfig", ["spec", "template"]],
  ["argoproj.io/Rollout", ["spec", "template"]],
  ["serving.knative.dev/Configuration", ["spec", "template"]],
  ["serving.knative.dev/Revision", []],
  ["serving.knative.dev/Service", ["spec", "template"]],
]);

/** The path from a resource's root to the object with the pod's `metadata` and `spec`; `undefined` for other kinds. */
export function podPath(apiVersion: string, kind: string): readonly string[] | undefined {
  return podPaths.get(`${groupOf(apiVersion)}/${kind}`);
}

/** Kinds of the built-in groups that live outside of namespaces. */
const clusterScoped: ReadonlySet<string> = new Set([
  "/ComponentStatus",
  "/Namespace",
  "/Node",
  "/PersistentVolume",
  "admissionregistration.k8s.io/MutatingAdmissionPolicy",
  "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/CustomResourceDefinition",
  "apiregistration.k8s.io/APIService",
  "authentication.k8s.io/SelfSubjectReview",
  "authentication.k8s.io/TokenReview",
  "authorization.k8s.io/SelfSubjectAccessReview",
  "authorization.k8s.io/SelfSubjectRulesReview",
  "authorization.k8s.io/SubjectAccessReview",
  "certificates.k8s.io/CertificateSigningRequest",
  "certificates.k8s.io/ClusterTrustBundle",
  "extensions/PodSecurityPolicy",
  "flowcontrol.apiserver.k8s.io/FlowSchema",
  "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
  "internal.apiserver.k8s.io/StorageVersion",
  "networking.k8s.io/IngressClass",
  "networking.k8s.io/IPAddress",
  "networking.k8s.io/ServiceCIDR",
  "node.k8s.io/RuntimeClass",
  "policy/PodSecurityPolicy",
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "resource.k8s.io/DeviceClass",
  "resource.k8s.io/DeviceTaintRule",
  "resource.k8s.io/ResourceSlice",
  "scheduling.k8s.io/PriorityClass",
  "storage.k8s.io/CSIDriver",
  "storage.k8s.io/CSINode",
  "storage.k8s.io/StorageClass",
  "storage.k8s.io/VolumeAttachment",
  "storage.k8s.io/VolumeAttributesClass",
  "storagemigration.k8s.io/StorageVersionMigration",
]);

/** The groups that the API server itself serves, past and present. Only for these is the scope of every kind known. */
const builtInGroups: ReadonlySet<string> = new Set([
  "",
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "authentication.k8s.io",
  "authorization.k8s.io",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "discovery.k8s.io",
  "events.k8s.io",
  "extensions",
  "flowcontrol.apiserver.k8s.io",
  "internal.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
  "storagemigration.k8s.io",
]);

/** Whether the API server itself serves, or once served, a group. */
export function isBuiltInGroup(group: string): boolean {
  return builtInGroups.has(group);
}

/** OpenShift's legacy kinds are served in the core group too, and their scope is not listed here. */
const namespacedCore: ReadonlySet<string> = new Set([
  "Binding",
  "ConfigMap",
  "Endpoints",
  "Event",
  "LimitRange",
  "PersistentVolumeClaim",
  "Pod",
  "PodTemplate",
  "ReplicationController",
  "ResourceQuota",
  "Secret",
  "Service",
  "ServiceAccount",
]);

export type Scope = "namespaced" | "cluster" | "unknown";

/** Whether objects of the kind live in a namespace; `unknown` for custom resources. */
export function scopeOf(apiVersion: string, kind: string): Scope {
  const group = groupOf(apiVersion);
  if (clusterScoped.has(`${group}/${kind}`)) return "cluster";
  if (group === "") return namespacedCore.has(kind) ? "namespaced" : "unknown";
  if (builtInGroups.has(group)) return "namespaced";
  return podPath(apiVersion, kind) ? "namespaced" : "unknown";
}

/** Kinds that the cluster's controllers write. */
const recorded: ReadonlySet<string> = new Set(["Endpoints", "EndpointSlice", "Event", "Lease", "Binding"]);

/**
 * Whether objects of the kind are usually written by a controller, so that rules on a team's own objects do not apply.
 */
export function isRecorded(kind: string): boolean {
  return recorded.has(kind);
}

/**
 * Files that look like an object but never reach an API server: configuration of clients, of the cluster's
 * own components and of build tools.
 */
const clientGroups =
  /^(?:kustomize\.config\.k8s\.io|kind\.x-k8s\.io|k3d\.io|eksctl\.io|skaffold|kubeadm\.k8s\.io|kubelet\.config\.k8s\.io|kubeproxy\.config\.k8s\.io|kubescheduler\.config\.k8s\.io|kubecontrollermanager\.config\.k8s\.io|apiserver\.config\.k8s\.io|apiserver\.k8s\.io|audit\.k8s\.io|client\.authentication\.k8s\.io|controller-runtime\.sigs\.k8s\.io|component\.kustomize\.config\.k8s\.io|builtin|config\.gatekeeper\.sh|cli\.config\.kustomize|backstage\.io|minikube\.sigs\.k8s\.io|credentialprovider\.kubelet\.k8s\.io|tracing\.k8s\.io|pod-security\.admission\.config\.k8s\.io|resourcequota\.admission\.k8s\.io|eventratelimit\.admission\.k8s\.io|webhook\.admission\.k8s\.io|kyaml\.dev|kpt\.dev|fn\.kpt\.dev|transformers\.example\.co|chaostoolkit\.org|kuttl\.dev|chainsaw\.kyverno\.io|cli\.kyverno\.io|kwok\.x-k8s\.io|ctlptl\.dev|tilt\.dev|telepresence\.io|garden\.io|devspace\.sh|sops\.k8s\.io)$/;

export function isClientConfiguration(apiVersion: string, kind: string): boolean {
  if (kind === "Config" && apiVersion === "v1") return true;
  if (kind === "AdmissionConfiguration") return true;
  return clientGroups.test(groupOf(apiVersion));
}
