import { type ImageQuestion, questionKey, type RegistryAnswer } from "../images/registry.ts";
import { autoscalerKinds } from "../kubernetes/autoscalers.ts";
import { matches, type Selector } from "../kubernetes/labels.ts";
import type { PodFacts, ResourceFacts, SelectorFacts } from "./facts.ts";
import { type KustomizationFacts, KustomizeReach, type KustomizeRole } from "./kustomization.ts";
import type { SecretFacts } from "./secrets.ts";
import { anyNamespace, changedTopics, folderOf, identity } from "./topics.ts";
import { isTypo, shapesNear, shapesOf } from "./typo.ts";

/** What a workspace rule may ask. Every question is noted by its topic, so that a rule runs again only when an answer may differ. */
export interface WorkspaceView {
  /** Resources of a `group/Kind` that may be in the namespace; `undefined` asks for any. */
  ofKind(groupKind: string, namespace: string | undefined): readonly ResourceFacts[];
  /** Resources of that name that may be in the namespace. */
  named(groupKind: string, namespace: string | undefined, name: string): readonly ResourceFacts[];
  /** Secrets of any namespace, by their name in the cluster: those that are written here, and those that something makes. */
  secretsCalled(name: string): readonly SecretResource[];
  /** Secrets that may be in the namespace; `undefined` asks for any. */
  secretsIn(namespace: string | undefined): readonly SecretResource[];
  /** Names of Secrets that kustomizations generate, as manifests write them: without the suffix that Kustomize adds. */
  generatedSecrets(): ReadonlySet<string>;
  /** Names of ConfigMaps that kustomizations generate, likewise. */
  generatedConfigMaps(): ReadonlySet<string>;
  /** Resources whose name that one is probably a slip of the finger for, without a walk over all of them. */
  similar(groupKind: string, namespace: string | undefined, name: string): readonly ResourceFacts[];
  /** Workloads whose pods may be in the namespace. */
  workloadsIn(namespace: string | undefined): readonly WorkloadFacts[];
  /** Workloads that a selector selects among those that may be in the namespace, without a walk over all of them. */
  selectedBy(selector: Selector, namespace: string | undefined): Selected;
  /** Selectors of pods that may be in the namespace. */
  selectorsIn(namespace: string | undefined): readonly SelectorFacts[];
  /**
   * Selectors that select pods with these labels, or that are filled in later, one by one: mostly the first is enough.
   *
   * @param owner what they are for, as `SelectorFacts` has it
   */
  selecting(
    owner: string,
    labels: ReadonlyMap<string, string>,
    namespace: string | undefined,
  ): Iterable<SelectorFacts>;
  /** Autoscalers that may be in the namespace and scale the `group/Kind` of that name. */
  scaling(groupKind: string, namespace: string | undefined, name: string): readonly ResourceFacts[];
  /** Custom resources that may be in the namespace: some of them make pods. */
  customIn(namespace: string | undefined): readonly ResourceFacts[];
  /** Whether any resource asks for labels of this key, in any namespace and of whatever object. */
  isLabelSelected(key: string): boolean;
  /** The value that all resources in a file's folder have for a label, if they have it at all; `undefined` where they differ. */
  folderLabel(uri: string, key: string): string | undefined;
  /** The namespace that all resources in a file's folder have, if they have any; `undefined` where they differ. */
  folderNamespace(uri: string): string | undefined;
  /** What a kustomization says about a file. */
  kustomize(uri: string): KustomizeRole;
  /**
   * Whether a tool puts another image in the place of those that a file gives this name (as written, without tag and
   * digest): Kustomize for a kustomization that takes in the file, or Skaffold for any configuration.
   */
  isReplaced(image: string, uri: string): boolean;
  /** Whether such a tool gives them another name, so that they may come from another registry. */
  isRenamed(image: string, uri: string): boolean;
  /** What the registry said of an image; undefined where it was not asked, which is so unless the user wants it. */
  image(question: ImageQuestion): RegistryAnswer | undefined;
  /** The tags of a repository that its registry has named so far, in no order. */
  toldTags(repository: Pick<ImageQuestion, "registry" | "repository">): readonly string[];
}

/** A resource that runs pods. */
export type WorkloadFacts = ResourceFacts & { readonly pod: PodFacts };

/** A Secret, or what makes one. */
export type SecretResource = ResourceFacts & { readonly secret: SecretFacts };

/** Who carries the labels that a selector asks for. */
export interface Selected {
  readonly workloads: readonly WorkloadFacts[];
  /** Workloads in reach whose labels are filled in later: they may be selected as well. */
  readonly unknown: boolean;
}

interface FileFacts {
  readonly resources: readonly ResourceFacts[];
  readonly kustomization: KustomizationFacts | undefined;
  /** Images that its Skaffold configurations build. */
  readonly built: readonly string[];
}

type Entries = Map<string, Set<ResourceFacts>>;

/** Facts of all files of the workspace, by kind, name and topic. Its identity is the workspace's. */
export class WorkspaceIndex {
  readonly #files = new Map<string, FileFacts>();
  readonly #byKind: Entries = new Map();
  readonly #byName: Entries = new Map();
  /** By kind and shape of the name. */
  readonly #byShape: Entries = new Map();
  readonly #byFolder: Entries = new Map();
  readonly #agreements = new Map<string, { readonly version: number; readonly value: string | undefined }>();
  readonly #workloads: Entries = new Map();
  /** Workloads by a label of their pods, for each namespace and for all together. */
  readonly #podLabels: Entries = new Map();
  /** Workloads whose pod labels are filled in later. */
  readonly #unknownPods: Entries = new Map();
  readonly #selectors: Entries = new Map();
  /** Who selects pods, by a label that they must have, for each namespace and for all together. */
  readonly #selectedLabels: Entries = new Map();
  /** Autoscalers by their target. */
  readonly #scaling: Entries = new Map();
  readonly #custom: Entries = new Map();
  readonly #secrets: Entries = new Map();
  readonly #secretNames: Entries = new Map();
  readonly #selectedKeys: Entries = new Map();
  readonly #versions = new Map<string, number>();
  #changes = 0;
  readonly #kustomizations = new Map<string, KustomizationFacts>();
  /** Made when first asked for after a kustomization has changed. */
  #reach: KustomizeReach | undefined;
  /** By the file of the Skaffold configuration. */
  readonly #built = new Map<string, readonly string[]>();
  /** By `questionKey`. */
  readonly #answers = new Map<string, RegistryAnswer>();

  /** Replaces what is known of one file; only topics whose facts differ get a new version. */
  set(
    uri: string,
    resources: readonly ResourceFacts[],
    kustomization?: KustomizationFacts,
    built: readonly string[] = [],
  ): void {
    const before = this.#files.get(uri);
    const old = new Set(before?.resources);
    const given = new Set(resources);
    const left = [...old].filter((facts) => !given.has(facts));
    // Without facts to compare with, which is so for every new file, there is no need to spell any out.
    const equals = new Map(left.map((facts) => [identity(facts), facts]));
    const next =
      left.length === 0
        ? resources
        : resources.map((facts) => (old.has(facts) ? facts : (equals.get(identity(facts)) ?? facts)));
    const kept = new Set(next);
    this.#replace(
      left.filter((facts) => !kept.has(facts)),
      next.filter((facts) => !old.has(facts)),
    );
    this.#files.set(uri, { resources: next, kustomization, built });
    this.#setKustomization(uri, before?.kustomization, kustomization);
    this.#setBuilt(uri, before?.built ?? [], built);
  }

  delete(uri: string): void {
    const before = this.#files.get(uri);
    if (!before) return;
    this.#replace(before.resources, []);
    this.#setKustomization(uri, before.kustomization, undefined);
    this.#setBuilt(uri, before.built, []);
    this.#files.delete(uri);
  }

  /** Enters what a registry said of an image. */
  setAnswer(question: ImageQuestion, answer: RegistryAnswer): void {
    const key = questionKey(question);
    if (JSON.stringify(this.#answers.get(key)) === JSON.stringify(answer)) return;
    if (this.#answers.size === 0) this.#bump("images");
    this.#answers.set(key, answer);
    this.#bump(`image ${key}`);
    this.#bump(`tags ${repositoryKey(question)}`);
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
    const noteIn = (topic: string, namespace: string | undefined) => {
      if (namespace === undefined) return note(topic);
      note(`${topic} ${namespace}`);
      note(`${topic} ${anyNamespace}`);
    };
    const isBuilt = (image: string) => {
      // Where nothing is built at all, no name has to be noted for itself.
      if (this.#built.size === 0) {
        note("built");
        return false;
      }
      note(`built ${image}`);
      return [...this.#built.values()].some((images) => images.includes(image));
    };
    return {
      ofKind: (groupKind, namespace) => {
        note(`kind ${groupKind}`);
        return among(this.#byKind.get(groupKind), namespace);
      },
      named: (groupKind, namespace, name) => {
        note(`kind ${groupKind}`);
        return among(this.#byName.get(`${groupKind} ${name}`), namespace);
      },
      secretsCalled: (name) => {
        note("secrets");
        return [...(this.#secretNames.get(name) ?? [])] as readonly SecretResource[];
      },
      secretsIn: (namespace) => {
        noteIn("secrets", namespace);
        return inNamespace(this.#secrets, namespace) as readonly SecretResource[];
      },
      generatedConfigMaps: () => {
        note("kustomize");
        return this.#kustomizeReach.configMaps;
      },
      generatedSecrets: () => {
        note("kustomize");
        return this.#kustomizeReach.secrets;
      },
      similar: (groupKind, namespace, name) => {
        note(`kind ${groupKind}`);
        const near = shapesNear(name).flatMap((one) => [...(this.#byShape.get(`${groupKind} ${one}`) ?? [])]);
        return among(new Set(near), namespace).filter((facts) => isTypo(name, facts.name ?? ""));
      },
      workloadsIn: (namespace) => {
        noteIn("workloads", namespace);
        return inNamespace(this.#workloads, namespace) as readonly WorkloadFacts[];
      },
      selectedBy: (selector, namespace) => {
        noteIn("pods", namespace);
        return this.#selectedBy(selector, namespace);
      },
      selectorsIn: (namespace) => {
        noteIn("selectors", namespace);
        return inNamespace(this.#selectors, namespace).flatMap(({ selectors }) => selectors);
      },
      selecting: (owner, labels, namespace) => {
        noteIn("selectors", namespace);
        return this.#selecting(owner, labels, namespace);
      },
      scaling: (groupKind, namespace, name) => {
        for (const kind of autoscalerKinds) note(`kind ${kind}`);
        return among(this.#scaling.get(`${groupKind} ${name}`), namespace);
      },
      customIn: (namespace) => {
        noteIn("custom", namespace);
        return inNamespace(this.#custom, namespace);
      },
      isLabelSelected: (key) => {
        note(`label ${key}`);
        return this.#selectedKeys.has(key);
      },
      folderLabel: (uri, key) => {
        note(`folder ${folderOf(uri)}`);
        return this.#agreed(folderOf(uri), `label ${key}`, ({ labels }) => labels.get(key));
      },
      folderNamespace: (uri) => {
        note(`folder ${folderOf(uri)}`);
        return this.#agreed(folderOf(uri), "namespace", ({ namespace }) => namespace);
      },
      kustomize: (uri) => {
        note("kustomize");
        return this.#kustomizeReach.roleOf(uri);
      },
      isReplaced: (image, uri) => {
        note("kustomize");
        return this.#kustomizeReach.replaces(image, uri) || isBuilt(image);
      },
      isRenamed: (image, uri) => {
        note("kustomize");
        return this.#kustomizeReach.renames(image, uri) || isBuilt(image);
      },
      image: (question) => {
        if (this.#answers.size === 0) {
          note("images");
          return undefined;
        }
        const key = questionKey(question);
        note(`image ${key}`);
        return this.#answers.get(key);
      },
      toldTags: (repository) => {
        const key = repositoryKey(repository);
        note(`tags ${key}`);
        return this.#toldTags(key);
      },
    };
  }

  #toldTags(repository: string): readonly string[] {
    const tags = new Set<string>();
    for (const [key, answer] of this.#answers) {
      if (!key.startsWith(repository) || !/^[:@]/.test(key.slice(repository.length))) continue;
      const tag = /^:([^@]*)/.exec(key.slice(repository.length))?.[1];
      if (answer.kind === "found" && tag !== undefined) tags.add(tag);
      if (answer.kind === "missing") for (const other of answer.tags ?? []) tags.add(other);
    }
    return [...tags];
  }

  /** What all resources of a folder that say it agree on. Found out once for as long as nothing in the folder changes. */
  #agreed(
    folder: string,
    what: string,
    of: (facts: ResourceFacts) => string | undefined,
  ): string | undefined {
    const version = this.version(`folder ${folder}`);
    const known = this.#agreements.get(`${folder} ${what}`);
    if (known?.version === version) return known.value;
    const values = new Set<string>();
    for (const facts of this.#byFolder.get(folder) ?? []) {
      const value = of(facts);
      if (value !== undefined) values.add(value);
    }
    const [only] = values;
    const value = values.size === 1 ? only : undefined;
    this.#agreements.set(`${folder} ${what}`, { version, value });
    return value;
  }

  #selectedBy(selector: Selector, namespace: string | undefined): Selected {
    const first = selector.find(({ operator }) => operator === "In");
    const namespaces = namespace === undefined ? [everyNamespace] : [namespace, anyNamespace];
    const candidates = first
      ? first.values.flatMap((value) =>
          namespaces.flatMap((one) => [...(this.#podLabels.get(podLabelKey(one, first.key, value)) ?? [])]),
        )
      : inNamespace(this.#workloads, namespace);
    const workloads = (candidates as readonly WorkloadFacts[]).filter(
      ({ pod }) => pod.labels !== undefined && matches(selector, pod.labels),
    );
    return { workloads, unknown: inNamespace(this.#unknownPods, namespace).length > 0 };
  }

  *#selecting(
    owner: string,
    labels: ReadonlyMap<string, string>,
    namespace: string | undefined,
  ): Iterable<SelectorFacts> {
    const namespaces = namespace === undefined ? [everyNamespace] : [namespace, anyNamespace];
    const keys = [...[...labels].map(([key, value]) => `${key}=${value}`), anyLabel];
    for (const one of namespaces) {
      for (const key of keys) {
        for (const { selectors } of this.#selectedLabels.get(`${one} ${key}`) ?? []) {
          for (const facts of selectors) {
            if (facts.owner !== owner) continue;
            if (facts.selector === undefined || matches(facts.selector, labels)) yield facts;
          }
        }
      }
    }
  }

  /** Facts that only moved within a topic are no change of it. */
  #replace(gone: readonly ResourceFacts[], come: readonly ResourceFacts[]): void {
    for (const facts of gone) this.#each(facts, (map, key) => drop(map, key, facts));
    for (const facts of come) this.#each(facts, (map, key) => add(map, key, facts));
    for (const topic of changedTopics(gone, come)) this.#bump(topic);
  }

  /** Every entry that a resource has. */
  #each(facts: ResourceFacts, visit: (map: Entries, key: string) => void): void {
    const { groupKind, name, place, pod } = facts;
    visit(this.#byKind, groupKind);
    if (name !== undefined) {
      visit(this.#byName, `${groupKind} ${name}`);
      for (const shape of shapesOf(name)) visit(this.#byShape, `${groupKind} ${shape}`);
    }
    visit(this.#byFolder, folderOf(place.uri));
    const namespace = facts.namespace ?? anyNamespace;
    if (pod) visit(this.#workloads, namespace);
    if (pod && !pod.labels) visit(this.#unknownPods, namespace);
    for (const [key, value] of pod?.labels ?? []) {
      visit(this.#podLabels, podLabelKey(namespace, key, value));
      visit(this.#podLabels, podLabelKey(everyNamespace, key, value));
    }
    if (facts.selectors.length > 0) visit(this.#selectors, namespace);
    for (const { selector } of facts.selectors) {
      for (const key of neededLabels(selector)) {
        visit(this.#selectedLabels, `${namespace} ${key}`);
        visit(this.#selectedLabels, `${everyNamespace} ${key}`);
      }
    }
    const target = facts.autoscaler?.target;
    if (target) visit(this.#scaling, `${target.group}/${target.kind} ${target.name}`);
    if (facts.custom) visit(this.#custom, namespace);
    if (facts.secret) visit(this.#secrets, facts.secret.spreads ? anyNamespace : namespace);
    if (facts.secret?.name !== undefined) visit(this.#secretNames, facts.secret.name);
    for (const key of facts.selectedKeys) visit(this.#selectedKeys, key);
  }

  #bump(topic: string): void {
    this.#changes++;
    this.#versions.set(topic, this.version(topic) + 1);
  }

  #setKustomization(
    uri: string,
    before: KustomizationFacts | undefined,
    after: KustomizationFacts | undefined,
  ): void {
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    if (after) this.#kustomizations.set(uri, after);
    else this.#kustomizations.delete(uri);
    this.#reach = undefined;
    this.#bump("kustomize");
  }

  get #kustomizeReach(): KustomizeReach {
    this.#reach ??= new KustomizeReach(this.#kustomizations);
    return this.#reach;
  }

  #setBuilt(uri: string, before: readonly string[], after: readonly string[]): void {
    const wasEmpty = this.#built.size === 0;
    if (after.length > 0) this.#built.set(uri, after);
    else this.#built.delete(uri);
    if (wasEmpty !== (this.#built.size === 0)) this.#bump("built");
    const changed = new Set([
      ...before.filter((image) => !after.includes(image)),
      ...after.filter((image) => !before.includes(image)),
    ]);
    for (const image of changed) this.#bump(`built ${image}`);
  }
}

function add(map: Entries, key: string, facts: ResourceFacts): void {
  const set = map.get(key);
  if (set) set.add(facts);
  else map.set(key, new Set([facts]));
}

function drop(map: Entries, key: string, facts: ResourceFacts): void {
  const set = map.get(key);
  set?.delete(facts);
  if (set?.size === 0) map.delete(key);
}

function inNamespace(entries: Entries, namespace: string | undefined): readonly ResourceFacts[] {
  if (namespace === undefined) return [...entries.values()].flatMap((set) => [...set]);
  return [...(entries.get(namespace) ?? []), ...(entries.get(anyNamespace) ?? [])];
}

function repositoryKey({ registry, repository }: Pick<ImageQuestion, "registry" | "repository">): string {
  return questionKey({ registry, repository, tag: undefined, digest: undefined });
}

function podLabelKey(namespace: string, key: string, value: string): string {
  return `${namespace} ${key}=${value}`;
}

/** Stands for the labels of a selector that asks for none by its value; no label is empty. */
const anyLabel = "";

/** The labels of which pods that a selector selects have one. */
function neededLabels(selector: Selector | undefined): readonly string[] {
  const first = selector?.find(({ operator }) => operator === "In");
  return first ? first.values.map((value) => `${first.key}=${value}`) : [anyLabel];
}

/** Stands for all namespaces together; no namespace has this name either. */
const everyNamespace = "";

function among(
  set: ReadonlySet<ResourceFacts> | undefined,
  namespace: string | undefined,
): readonly ResourceFacts[] {
  if (!set) return [];
  if (namespace === undefined) return [...set];
  return [...set].filter((facts) => facts.namespace === undefined || facts.namespace === namespace);
}
