import { type Autoscaler, autoscalerOf } from "../kubernetes/autoscalers.ts";
import { containersOf } from "../kubernetes/containers.ts";
import { type CustomDefinition, customDefinitionOf } from "../kubernetes/custom-definition.ts";
import { dataKeysOf } from "../kubernetes/data-keys.ts";
import { definedObject } from "../kubernetes/definition.ts";
import { scopeOf, versionOf } from "../kubernetes/kinds.ts";
import { readLabels, readSelector, type Selector } from "../kubernetes/labels.ts";
import { pullSecretNames, pullSecretsOf } from "../kubernetes/pull-secrets.ts";
import { replicasOf } from "../kubernetes/replicas.ts";
import { asWorkload, isTemplated, literal, type Resource, type Workload } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import { type AccountName, boundAccounts } from "./accounts.ts";
import { podShape } from "./pod-shape.ts";
import { type ContainerDefaults, containerDefaults, limitsAnything } from "./quotas.ts";
import { type RoleFacts, roleFacts } from "./roles.ts";
import { annotatedPorts, type MonitorFacts, monitorFacts } from "./scraping.ts";
import { type SecretFacts, secretFactsOf } from "./secrets.ts";
import { selectedKeysOf } from "./selected-keys.ts";

/** The place of a fact: a file, the position of a document in it, and a range relative to the document. */
export interface Place {
  readonly uri: string;
  readonly document: number;
  readonly start: number;
  readonly end: number;
}

/** What other files can query about one resource. Plain data, because it outlives the tree that it was read from. */
export interface ResourceFacts {
  /** `group/Kind`, with an empty group for the core: `apps/Deployment`, `/Service`. */
  readonly groupKind: string;
  /** `undefined` if it is missing or filled in later. */
  readonly name: string | undefined;
  /** `undefined` if it is missing or filled in later; then it can be any namespace. */
  readonly namespace: string | undefined;
  /** The object that it defines, in the form of `definedObject`. */
  readonly object: string | undefined;
  /** Without the group: `v1`. */
  readonly version: string;
  readonly place: Place;
  /** Not a built-in kind, so the objects that it creates are unknown. */
  readonly custom: boolean;
  readonly labels: ReadonlyMap<string, string>;
  readonly pod: PodFacts | undefined;
  readonly selectors: readonly SelectorFacts[];
  /** Keys of all labels that it selects by, for pods or anything else. */
  readonly selectedKeys: readonly string[];
  /** The Secret that it is or creates. */
  readonly secret: SecretFacts | undefined;
  /** Keys of a ConfigMap or Secret; `undefined` if one is filled in later. */
  readonly dataKeys: readonly string[] | undefined;
  readonly autoscaler: Autoscaler | undefined;
  /** A headless Service, which gives its pods names. */
  readonly headless: boolean;
  /** A Service that also publishes pods that are not ready. */
  readonly publishesUnready: boolean;
  /** The pull secrets that a ServiceAccount adds to its pods; `unknown` if some of them are filled in later. */
  readonly pullSecrets: readonly string[] | "unknown";
  /** `automountServiceAccountToken` of a ServiceAccount; `undefined` if it is not set. */
  readonly automountToken: boolean | undefined;
  /** ServiceAccounts that a binding grants permissions to. */
  readonly bound: readonly AccountName[];
  readonly service: ServiceFacts | undefined;
  /** What a Role or ClusterRole allows. */
  readonly role: RoleFacts | undefined;
  /** The defaults that a LimitRange sets for containers. */
  readonly defaults: ContainerDefaults | undefined;
  /** A LimitRange or ResourceQuota that limits nothing. */
  readonly empty: boolean;
  readonly monitor: MonitorFacts | undefined;
  /** Ports of its pods that Prometheus scrapes by annotation; `undefined` if one is filled in later. */
  readonly scraped: readonly number[] | undefined;
  /** The kind that a CustomResourceDefinition defines. */
  readonly definition: CustomDefinition | undefined;
}

/** The pods that a workload creates. */
export interface PodFacts {
  /** `undefined` if a label is filled in later. */
  readonly labels: ReadonlyMap<string, string> | undefined;
  readonly serviceAccountName: string | undefined;
  /** The number of pods; `undefined` if the kind has no count, or if it is filled in later. */
  readonly replicas: number | undefined;
  readonly pullSecrets: readonly string[];
  readonly images: readonly string[];
  /** It mounts files of the node, many of which only root can read. */
  readonly mountsHost: boolean;
  /** Names of the ports that its containers declare; `undefined` if one is filled in later. */
  readonly portNames: readonly string[] | undefined;
  /** Numbers of the ports that its containers declare. */
  readonly portNumbers: readonly number[];
  /** The same for pods that differ only in the versions of their images. */
  readonly shape: number | undefined;
}

/** What a Service offers. */
export interface ServiceFacts {
  /** `undefined` if one is filled in later, or if the Service is an alias for an external host. */
  readonly ports: readonly ServicePort[] | undefined;
}

export interface ServicePort {
  readonly name: string | undefined;
  readonly number: number;
  /** The pods' port that it sends traffic to, by number or name; `undefined` if it is filled in later. */
  readonly target: number | string | undefined;
  readonly protocol: string;
}

/** A selector of pods and its owner. */
export interface SelectorFacts {
  /** The purpose of the selector, in the API's words: `Service`, `matchLabels of Deployment`. */
  readonly owner: string;
  /** `undefined` if a part is filled in later. */
  readonly selector: Selector | undefined;
  /** The directions in which a NetworkPolicy denies traffic of its pods unless a rule allows it. */
  readonly closes?: readonly PolicyDirection[];
}

export type PolicyDirection = "Ingress" | "Egress";

/** Reads the facts of one resource. */
export function factsOf(resource: Resource, uri: string, document: number): ResourceFacts {
  const { start, end } = resource.anchor.token;
  return {
    groupKind: `${resource.group}/${resource.kind}`,
    name: resource.name,
    namespace: resource.namespace,
    object: definedObject(resource),
    version: versionOf(resource.apiVersion),
    place: { uri, document, start, end },
    custom: scopeOf(resource.apiVersion, resource.kind) === "unknown",
    labels: readLabels(resource.root.at("metadata", "labels")) ?? new Map(),
    pod: podFacts(resource),
    selectors: selectorsOf(resource),
    selectedKeys: selectedKeysOf(resource),
    secret: secretFactsOf(resource),
    dataKeys: dataKeysOf(resource),
    autoscaler: autoscalerOf(resource),
    headless: resource.kind === "Service" && resource.root.at("spec", "clusterIP")?.value === "None",
    publishesUnready:
      resource.kind === "Service" && resource.root.at("spec", "publishNotReadyAddresses")?.value === true,
    pullSecrets: resource.kind === "ServiceAccount" ? pullSecretNames(resource) : [],
    automountToken: resource.kind === "ServiceAccount" ? automountOf(resource.root) : undefined,
    bound: boundAccounts(resource),
    service: serviceFacts(resource),
    role: roleFacts(resource),
    defaults: containerDefaults(resource),
    empty: (resource.kind === "LimitRange" || resource.kind === "ResourceQuota") && !limitsAnything(resource),
    monitor: monitorFacts(resource),
    scraped: annotatedPorts(resource),
    definition: customDefinitionOf(resource, uri),
  };
}

function automountOf(account: Value): boolean | undefined {
  const automount = account.at("automountServiceAccountToken")?.value;
  return typeof automount === "boolean" ? automount : undefined;
}

function podFacts(resource: Resource): PodFacts | undefined {
  const workload = asWorkload(resource);
  if (!workload) return undefined;
  return {
    labels: readLabels(workload.template.at("metadata", "labels")),
    serviceAccountName: literal(workload.pod.at("serviceAccountName") ?? workload.pod.at("serviceAccount")),
    replicas: replicasOf(resource),
    pullSecrets: pullSecretsOf(resource).flatMap((entry) => literal(entry.at("name")) ?? []),
    images: containersOf(workload).flatMap((container) => literal(container.at("image")) ?? []),
    mountsHost: (workload.pod.at("volumes")?.items() ?? []).some((volume) => volume.at("hostPath")),
    portNames: portNamesOf(workload),
    portNumbers: containersOf(workload).flatMap((container) =>
      (container.at("ports")?.items() ?? []).flatMap((port) => port.at("containerPort")?.number ?? []),
    ),
    shape: podShape(workload),
  };
}

/** @returns undefined if a name or the whole list is filled in later */
function portNamesOf(workload: Workload): readonly string[] | undefined {
  const names: string[] = [];
  for (const container of containersOf(workload)) {
    const list = container.at("ports");
    if (list && !list.isSequence && !list.isNull) return undefined;
    for (const port of list?.items() ?? []) {
      const name = port.at("name")?.string;
      if (name !== undefined && isTemplated(name)) return undefined;
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}

function serviceFacts({ group, kind, root }: Resource): ServiceFacts | undefined {
  if (group !== "" || kind !== "Service") return undefined;
  const list = root.at("spec", "ports");
  if (root.at("spec", "type")?.value === "ExternalName" || !list?.isSequence) return { ports: undefined };
  const ports = list.items().map((port) => {
    const number = port.at("port")?.number;
    const target = port.at("targetPort");
    return {
      name: port.at("name")?.string,
      number,
      // The API server's default, also for 0.
      target: target?.value ? (target.number ?? literal(target)) : number,
      protocol: port.at("protocol")?.string ?? "TCP",
    };
  });
  const isKnown = (port: (typeof ports)[number]): port is ServicePort =>
    port.number !== undefined && !isTemplated(port.name ?? "");
  return { ports: ports.every(isKnown) ? ports : undefined };
}

/** Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource */
function closedBy(root: Value): readonly PolicyDirection[] {
  const types = root.at("spec", "policyTypes");
  if (!types?.isSequence || types.items().length === 0)
    return (root.at("spec", "egress")?.items().length ?? 0) === 0 ? ["Ingress"] : ["Ingress", "Egress"];
  const named = types.items().map(({ string }) => string);
  return (["Ingress", "Egress"] as const).filter((direction) => named.includes(direction));
}

/** Every selector of pods in a resource. */
function selectorsOf(resource: Resource): readonly SelectorFacts[] {
  const { kind, root } = resource;
  const pods = root.at("spec", "podSelector");
  return [
    ...selectorAt(kind, root.at("spec", "selector")),
    ...(kind === "NetworkPolicy" ? [policySelector(root, pods)] : selectorAt(kind, pods)),
    ...peersOf(root).flatMap((peer) => selectorAt(`${kind} peer`, peer.at("podSelector"))),
    ...selectorsInPod(asWorkload(resource)?.pod),
  ];
}

/** The selector at a value, as a list of one or none. */
function selectorAt(owner: string, value: Value | undefined): readonly SelectorFacts[] {
  return value?.isMap ? [{ owner, selector: readSelector(value) }] : [];
}

/** The API server treats a missing selector as empty. */
function policySelector(root: Value, pods: Value | undefined): SelectorFacts {
  const isMissing = !pods || pods.isNull;
  const selector = pods?.isMap ? readSelector(pods) : isMissing ? [] : undefined;
  return { owner: "NetworkPolicy", selector, closes: closedBy(root) };
}

/** The sources and destinations in the rules of a NetworkPolicy. */
function peersOf(root: Value): readonly Value[] {
  const rules = ["ingress", "egress"].flatMap((direction) => root.at("spec", direction)?.items() ?? []);
  return rules.flatMap((rule) => [...(rule.at("from")?.items() ?? []), ...(rule.at("to")?.items() ?? [])]);
}

/** The selectors of other pods near which, or away from which, a pod is scheduled. */
function selectorsInPod(pod: Value | undefined): readonly SelectorFacts[] {
  const constraints = pod?.at("topologySpreadConstraints")?.items() ?? [];
  return [
    ...constraints.flatMap((constraint) =>
      selectorAt("topology spread constraint", constraint.at("labelSelector")),
    ),
    ...["podAffinity", "podAntiAffinity"].flatMap((affinity) => {
      const terms = pod?.at("affinity", affinity);
      const required = terms?.at("requiredDuringSchedulingIgnoredDuringExecution")?.items() ?? [];
      const preferred = terms?.at("preferredDuringSchedulingIgnoredDuringExecution")?.items() ?? [];
      return [
        ...required.flatMap((term) => selectorAt(affinity, term.at("labelSelector"))),
        ...preferred.flatMap((term) => selectorAt(affinity, term.at("podAffinityTerm", "labelSelector"))),
      ];
    }),
  ];
}
