import { scopeOf } from "./kinds.ts";
import type { NameForm } from "./name-forms.ts";
import { asWorkload, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";
import { valuesAt } from "./values-at.ts";

/** A name that the API server checks. */
export interface NamePlace {
  readonly at: Value;
  readonly form: NameForm;
  readonly most?: number;
  /** The name is the key of the value. */
  readonly isKey?: boolean;
}

/** The form of the names of a kind, if it is not a DNS subdomain; `undefined` if unknown. */
const formsOfKinds: Readonly<Record<string, NameForm | undefined>> = {
  "/Namespace": "label",
  "/Service": "label",
  "rbac.authorization.k8s.io/Role": "path segment",
  "rbac.authorization.k8s.io/ClusterRole": "path segment",
  "rbac.authorization.k8s.io/RoleBinding": "path segment",
  "rbac.authorization.k8s.io/ClusterRoleBinding": "path segment",
  "apiregistration.k8s.io/APIService": "path segment",
  "/Event": undefined,
  "events.k8s.io/Event": undefined,
  "/ComponentStatus": undefined,
  "certificates.k8s.io/ClusterTrustBundle": undefined,
  "internal.apiserver.k8s.io/StorageVersion": undefined,
  "networking.k8s.io/IPAddress": undefined,
  "coordination.k8s.io/LeaseCandidate": undefined,
};

/** The names of a CronJob's Jobs are eleven characters longer. */
const longestOfKinds: Readonly<Record<string, number>> = { "batch/CronJob": 52 };

type Place = readonly [path: string, form: NameForm];

/** Names in the spec of a pod; `*` stands for all items. */
const inPod: readonly Place[] = [
  ["containers.*.name", "label"],
  ["initContainers.*.name", "label"],
  ["ephemeralContainers.*.name", "label"],
  ["volumes.*.name", "label"],
  ["containers.*.env.*.name", "variable"],
  ["initContainers.*.env.*.name", "variable"],
  ["hostname", "label"],
  ["subdomain", "label"],
  ["serviceAccountName", "subdomain"],
  ["nodeName", "subdomain"],
  ["priorityClassName", "subdomain"],
  ["runtimeClassName", "subdomain"],
  ["hostAliases.*.hostnames.*", "subdomain"],
  ["containers.*.env.*.valueFrom.configMapKeyRef.key", "data key"],
  ["containers.*.env.*.valueFrom.secretKeyRef.key", "data key"],
];

/** Names in other kinds. */
const inKinds: Readonly<Record<string, readonly Place[]>> = {
  "/Service": [["spec.ports.*.name", "label"]],
  "/PersistentVolumeClaim": [["spec.storageClassName", "subdomain"]],
  "/PersistentVolume": [["spec.storageClassName", "subdomain"]],
  "networking.k8s.io/Ingress": [
    ["spec.ingressClassName", "subdomain"],
    ["spec.rules.*.http.paths.*.backend.service.name", "label"],
    ["spec.defaultBackend.service.name", "label"],
  ],
  "autoscaling/HorizontalPodAutoscaler": [["spec.scaleTargetRef.name", "path segment"]],
};

/** All names in a resource of a built-in kind that the API server checks. */
export function* namePlacesOf(resource: Resource): Iterable<NamePlace> {
  const { apiVersion, group, kind, root } = resource;
  const key = `${group}/${kind}`;
  const workload = asWorkload(resource);
  if (workload) yield* placesIn(workload.pod, inPod);
  if (scopeOf(apiVersion, kind) === "unknown") return;
  const form = key in formsOfKinds ? formsOfKinds[key] : "subdomain";
  const [name, namespace] = [root.at("metadata", "name"), root.at("metadata", "namespace")];
  const most = longestOfKinds[key];
  if (name && form) yield { at: name, form, ...(most !== undefined && { most }) };
  if (namespace) yield { at: namespace, form: "label" };
  yield* placesIn(root, inKinds[key] ?? []);
  if (group === "" && (kind === "ConfigMap" || kind === "Secret")) yield* dataKeysIn(root);
}

function* dataKeysIn(root: Value): Iterable<NamePlace> {
  for (const map of ["data", "binaryData", "stringData"])
    for (const { value } of root.at(map)?.entries() ?? []) yield { at: value, form: "data key", isKey: true };
}

function* placesIn(owner: Value, places: readonly Place[]): Iterable<NamePlace> {
  for (const [path, form] of places) for (const at of valuesAt(owner, path)) yield { at, form };
}
