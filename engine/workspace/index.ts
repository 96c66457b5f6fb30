import { matches } from "../kubernetes/labels.ts";
import type { PodFacts, ResourceFacts, SelectorFacts } from "./facts.ts";

/** What a workspace rule may ask. Every question is noted by its topic, so that a rule runs again only when an answer may differ. */
export interface WorkspaceView {
  /** Resources of a `group/Kind` that may be in the namespace; `undefined` asks for any. */
  ofKind(groupKind: string, namespace: string | undefined): readonly ResourceFacts[];
  /** Resources of that name that may be in the namespace. */
  named(groupKind: string, namespace: string | undefined, name: string): readonly ResourceFacts[];
  /** Workloads whose pods may be in the namespace. */
  workloadsIn(namespace: string | undefined): readonly (ResourceFacts & { readonly pod: PodFacts })[];
  /** Selectors of pods that may be in the namespace. */
  selectorsIn(namespace: string | undefined): readonly SelectorFacts[];
  /** What a kustomization says about a file. */
  kustomize(uri: string): KustomizeRole;
}

/** What kustomizations of the workspace do with a file. */
export interface KustomizeRole {
  /** It is applied to another object and is no whole object itself. */
  readonly patch: boolean;
  /** A kustomization sets the namespace of its objects. */
  readonly namespace: boolean;
  /** A kustomization adds labels or selectors to its objects. */
  readonly labels: boolean;
}

/** What a kustomization says, by the file it says it of. */
export interface KustomizationFacts {
  readonly patches: readonly string[];
  /** Resources it takes in, files or folders. */
  readonly resources: readonly string[];
  readonly namespace: boolean;
  readonly labels: boolean;
}

interface FileFacts {
  readonly resources: readonly ResourceFacts[];
  readonly kustomization: KustomizationFacts | undefined;
}

/** Facts of all files of the workspace, by kind, name and topic. Its identity is the workspace's. */
export class WorkspaceIndex {
  readonly #files = new Map<string, FileFacts>();
  readonly #byKind = new Map<string, Set<ResourceFacts>>();
  readonly #byName = new Map<string, Set<ResourceFacts>>();
  readonly #workloads = new Map<string, Set<ResourceFacts>>();
  readonly #selectors = new Map<string, Set<ResourceFacts>>();
  readonly #versions = new Map<string, number>();
  #changes = 0;
  #kustomizations = new Map<string, KustomizationFacts>();

  /** Replaces what is known of one file; only topics whose facts differ get a new version. */
  set(uri: string, resources: readonly ResourceFacts[], kustomization?: KustomizationFacts): void {
    const before = this.#files.get(uri);
    const unchanged = new Map<string, ResourceFacts>();
    for (const known of before?.resources ?? []) unchanged.set(identity(known), known);
    const next = resources.map((facts) => unchanged.get(identity(facts)) ?? facts);
    const kept = new Set(next);
    for (const known of before?.resources ?? []) if (!kept.has(known)) this.#drop(known);
    const old = new Set(before?.resources);
    for (const facts of next) if (!old.has(facts)) this.#add(facts);
    this.#files.set(uri, { resources: next, kustomization });
    if (kustomization || before?.kustomization) this.#setKustomization(uri, kustomization);
  }

  delete(uri: string): void {
    const before = this.#files.get(uri);
    if (!before) return;
    for (const known of before.resources) this.#drop(known);
    if (before.kustomization) this.#setKustomization(uri, undefined);
    this.#files.delete(uri);
  }

  /** How often the facts behind a topic have changed. */
  version(topic: string): number {
    return this.#versions.get(topic) ?? 0;
  }

  /** How often the facts behind any topic have changed. */
  get changes(): number {
    return this.#changes;
  }

  get files(): Iterable<string> {
    return this.#files.keys();
  }

  /** The view that rules ask; `note` gets the topic of every question. */
  view(note: (topic: string) => void): WorkspaceView {
    return {
      ofKind: (groupKind, namespace) => {
        note(`kind ${groupKind}`);
        return among(this.#byKind.get(groupKind), namespace);
      },
      named: (groupKind, namespace, name) => {
        note(`kind ${groupKind}`);
        return among(this.#byName.get(`${groupKind} ${name}`), namespace);
      },
      workloadsIn: (namespace) => {
        note("workloads");
        return this.#in(this.#workloads, namespace) as readonly (ResourceFacts & {
          readonly pod: PodFacts;
        })[];
      },
      selectorsIn: (namespace) => {
        note("selectors");
        return this.#in(this.#selectors, namespace).flatMap(({ selectors }) => selectors);
      },
      kustomize: (uri) => {
        note("kustomize");
        return this.#kustomizeRole(uri);
      },
    };
  }

  #in(
    byNamespace: ReadonlyMap<string, Set<ResourceFacts>>,
    namespace: string | undefined,
  ): readonly ResourceFacts[] {
    if (namespace === undefined) return [...byNamespace.values()].flatMap((set) => [...set]);
    return [...(byNamespace.get(namespace) ?? []), ...(byNamespace.get(anyNamespace) ?? [])];
  }

  #add(facts: ResourceFacts): void {
    this.#each(facts, (map, key) => {
      const set = map.get(key);
      if (set) set.add(facts);
      else map.set(key, new Set([facts]));
    });
  }

  #drop(facts: ResourceFacts): void {
    this.#each(facts, (map, key) => {
      const set = map.get(key);
      set?.delete(facts);
      if (set?.size === 0) map.delete(key);
    });
  }

  #each(facts: ResourceFacts, visit: (map: Map<string, Set<ResourceFacts>>, key: string) => void): void {
    visit(this.#byKind, facts.groupKind);
    this.#bump(`kind ${facts.groupKind}`);
    if (facts.name !== undefined) visit(this.#byName, `${facts.groupKind} ${facts.name}`);
    const namespace = facts.namespace ?? anyNamespace;
    if (facts.pod) {
      visit(this.#workloads, namespace);
      this.#bump("workloads");
    }
    if (facts.selectors.length > 0) {
      visit(this.#selectors, namespace);
      this.#bump("selectors");
    }
  }

  #bump(topic: string): void {
    this.#changes++;
    this.#versions.set(topic, this.version(topic) + 1);
  }

  #setKustomization(uri: string, facts: KustomizationFacts | undefined): void {
    if (facts) this.#kustomizations.set(uri, facts);
    else this.#kustomizations.delete(uri);
    this.#bump("kustomize");
  }

  #kustomizeRole(uri: string): KustomizeRole {
    const role = { patch: false, namespace: false, labels: false };
    for (const facts of this.#kustomizations.values()) {
      if (facts.patches.includes(uri)) role.patch = true;
      if (!facts.namespace && !facts.labels) continue;
      if (!facts.resources.some((path) => uri === path || uri.startsWith(`${path}/`))) continue;
      role.namespace ||= facts.namespace;
      role.labels ||= facts.labels;
    }
    return role;
  }
}

/** Stands for a namespace that is missing or filled in later; no namespace has this name. */
const anyNamespace = "*";

function among(
  set: ReadonlySet<ResourceFacts> | undefined,
  namespace: string | undefined,
): readonly ResourceFacts[] {
  if (!set) return [];
  if (namespace === undefined) return [...set];
  return [...set].filter((facts) => facts.namespace === undefined || facts.namespace === namespace);
}

const identities = new WeakMap<ResourceFacts, string>();

/** Equal for facts that say the same, places included: an unmoved, unchanged resource stays itself. */
function identity(facts: ResourceFacts): string {
  let text = identities.get(facts);
  if (text === undefined) {
    text = JSON.stringify(facts, (_, value: unknown) => (value instanceof Map ? [...value] : value));
    identities.set(facts, text);
  }
  return text;
}

/** Whether any workload in reach of a selector has pods that it selects; `unknown` where labels are filled in later. */
export function selectsAny(
  selector: readonly Parameters<typeof matches>[0][number][],
  workloads: readonly { readonly pod: PodFacts }[],
): boolean | "unknown" {
  let unknown = false;
  for (const { pod } of workloads) {
    if (!pod.labels) unknown = true;
    else if (matches(selector, pod.labels)) return true;
  }
  return unknown ? "unknown" : false;
}
