import { nameFormOf } from "./constraints.ts";
import { invalidValues } from "./field-problems.ts";
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

/** Names in the spec of a pod that are not in `data/kubernetes-fields.json`; `*` stands for all items. */
const inPod: readonly Place[] = [
  ["containers.*.env.*.name", "variable"],
  ["initContainers.*.env.*.name", "variable"],
  ["hostAliases.*.hostnames.*", "subdomain"],
];

/** Such names in other kinds. */
const inKinds: Readonly<Record<string, readonly Place[]>> = {
  "autoscaling/HorizontalPodAutoscaler": [["spec.scaleTargetRef.name", "path segment"]],
};

/** The names in a resource that might be invalid, and those of pods in custom kinds. */
export function* namePlacesOf(resource: Resource): Iterable<NamePlace> {
  const { apiVersion, group, kind, root } = resource;
  const key = `${group}/${kind}`;
  for (const { at, constraint } of invalidValues(resource)) {
    const form = nameFormOf(constraint);
    if (form) yield { at, form };
  }
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
