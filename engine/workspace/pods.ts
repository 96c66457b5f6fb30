import { matches, type Selector } from "../kubernetes/labels.ts";
import { folderOf } from "../text/uri.ts";
import { type Buckets, everyNamespace, inNamespace, type Sight, type Visit } from "./buckets.ts";
import type { PodFacts, ResourceFacts, SelectorFacts } from "./facts.ts";
import { anyNamespace } from "./topics.ts";
import { type Note, noteIn } from "./versions.ts";

/** Queries about workloads that run pods, and selectors of pods. */
export interface PodQuestions {
  /** Workloads whose pods might be in the namespace. */
  workloadsIn(namespace: string | undefined): readonly WorkloadFacts[];
  /** Workloads that might be in the namespace and that a selector selects, without a walk over all of them. */
  selectedBy(selector: Selector, namespace: string | undefined): Selected;
  /** Selectors of pods that might be in the namespace. */
  selectorsIn(namespace: string | undefined): readonly SelectorFacts[];
  /**
   * Resources that select pods with these labels, or whose selector is filled in later. Lazy, because the first one is
   * mostly enough.
   *
   * @param owner their purpose, in the form of `SelectorFacts`
   */
  selecting(
    owner: string,
    labels: ReadonlyMap<string, string>,
    namespace: string | undefined,
  ): Iterable<Selecting>;
  /**
   * Whether a file's folder has Services that select pods, for any namespace if it is `undefined`, or in exactly that
   * namespace.
   */
  keepsServices(uri: string, namespace: string | undefined): boolean;
}

/** A resource and the selector by which it selects pods; `undefined` if that is filled in later. */
export interface Selecting {
  readonly resource: ResourceFacts;
  readonly selector: Selector | undefined;
}

/** A resource that runs pods. */
export type WorkloadFacts = ResourceFacts & { readonly pod: PodFacts };

/** The workloads whose pods have the labels that a selector requires. */
export interface Selected {
  readonly workloads: readonly WorkloadFacts[];
  /** Labels of workloads in reach are filled in later, so they might be selected as well. */
  readonly unknown: boolean;
}

/** Facts by pod labels, for lookups by pod and by selector. */
export class Pods {
  readonly #workloads: Buckets = new Map();
  /** Workloads by a label of their pods, for each namespace and for all together. */
  readonly #labels: Buckets = new Map();
  /** Workloads whose pod labels are unknown. */
  readonly #unknown: Buckets = new Map();
  readonly #selectors: Buckets = new Map();
  /** Selectors of pods by a label that they require, for each namespace and for all together. */
  readonly #selectedLabels: Buckets = new Map();
  /** Services that select pods, by namespace, and by folder and namespace. */
  readonly #services: Buckets = new Map();

  /** Visits every bucket of a resource. */
  each(facts: ResourceFacts, visit: Visit): void {
    const { groupKind, place, pod, selectors } = facts;
    const namespace = facts.namespace ?? anyNamespace;
    if (pod) visit(this.#workloads, namespace, facts);
    // The deployments in such an object are not read, but it does run pods.
    const isBundle = groupKind === "operators.coreos.com/ClusterServiceVersion";
    if (isBundle || (pod && !pod.labels)) visit(this.#unknown, namespace, facts);
    for (const [key, value] of pod?.labels ?? []) {
      visit(this.#labels, labelKey(namespace, key, value), facts);
      visit(this.#labels, labelKey(everyNamespace, key, value), facts);
    }
    if (selectors.length > 0) visit(this.#selectors, namespace, facts);
    if (groupKind === "/Service" && selectors.length > 0) {
      visit(this.#services, namespace, facts);
      visit(this.#services, folderKey(place.uri, namespace), facts);
      visit(this.#services, folderKey(place.uri, everyNamespace), facts);
    }
    for (const { selector } of selectors) {
      for (const key of neededLabels(selector)) {
        visit(this.#selectedLabels, `${namespace} ${key}`, facts);
        visit(this.#selectedLabels, `${everyNamespace} ${key}`, facts);
      }
    }
  }

  questions(note: Note, sight: Sight): PodQuestions {
    return {
      workloadsIn: (namespace) => {
        noteIn(note, "workloads", namespace);
        return inNamespace(this.#workloads, namespace, sight) as readonly WorkloadFacts[];
      },
      selectedBy: (selector, namespace) => {
        noteIn(note, "pods", namespace);
        return this.#selectedBy(selector, namespace, sight);
      },
      selectorsIn: (namespace) => {
        noteIn(note, "selectors", namespace);
        return inNamespace(this.#selectors, namespace, sight).flatMap(({ selectors }) => selectors);
      },
      selecting: (owner, labels, namespace) => {
        noteIn(note, "selectors", namespace);
        return this.#selecting(owner, labels, namespace, sight);
      },
      keepsServices: (uri, namespace) => {
        noteIn(note, "selectors", namespace);
        if (namespace === undefined) return this.#services.has(folderKey(uri, everyNamespace));
        for (const _ of sight(this.#services.get(namespace))) return true;
        return this.#services.has(folderKey(uri, anyNamespace));
      },
    };
  }

  #selectedBy(selector: Selector, namespace: string | undefined, sight: Sight): Selected {
    const first = selector.find(({ operator }) => operator === "In");
    const namespaces = namespace === undefined ? [everyNamespace] : [namespace, anyNamespace];
    const candidates = first
      ? first.values.flatMap((value) =>
          namespaces.flatMap((one) => [...sight(this.#labels.get(labelKey(one, first.key, value)))]),
        )
      : inNamespace(this.#workloads, namespace, sight);
    const workloads = (candidates as readonly WorkloadFacts[]).filter(
      ({ pod }) => pod.labels !== undefined && matches(selector, pod.labels),
    );
    return { workloads, unknown: inNamespace(this.#unknown, namespace, sight).length > 0 };
  }

  *#selecting(
    owner: string,
    labels: ReadonlyMap<string, string>,
    namespace: string | undefined,
    sight: Sight,
  ): Iterable<Selecting> {
    for (const resource of this.#mightSelect(labels, namespace, sight))
      for (const { owner: own, selector } of resource.selectors)
        if (own === owner && (selector === undefined || matches(selector, labels)))
          yield { resource, selector };
  }

  /** The resources with a selector that requires one of the labels, or none by its value. */
  *#mightSelect(
    labels: ReadonlyMap<string, string>,
    namespace: string | undefined,
    sight: Sight,
  ): Iterable<ResourceFacts> {
    const namespaces = namespace === undefined ? [everyNamespace] : [namespace, anyNamespace];
    const keys = [...[...labels].map(([key, value]) => `${key}=${value}`), anyLabel];
    for (const one of namespaces)
      for (const key of keys) yield* sight(this.#selectedLabels.get(`${one} ${key}`));
  }
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}

function folderKey(uri: string, namespace: string): string {
  return `${folderOf(uri)} ${namespace}`;
}

/** The key for a selector that requires no label by its value; no label is empty. */
const anyLabel = "";

/** Labels one of which every selected pod has. */
function neededLabels(selector: Selector | undefined): readonly string[] {
  const first = selector?.find(({ operator }) => operator === "In");
  return first ? first.values.map((value) => `${first.key}=${value}`) : [anyLabel];
}
