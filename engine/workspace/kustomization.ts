import type { Document } from "../documents/document.ts";
import { addTo } from "../kubernetes/lists.ts";
import { Value } from "../kubernetes/value.ts";
import { folderOf } from "../text/uri.ts";
import { type PatchSource, patchSources, type ReplicaCount, replicaCounts } from "./kustomize-patches.ts";
import { type TransformedImage, transformedImages } from "./replaced-images.ts";
import { commentedPatches, foldersOfPatch, hasNameOfPatch } from "./unused-patches.ts";

/** What kustomizations of the workspace do with a file. */
export interface KustomizeRole {
  /** It is applied to another object and is no whole object itself, or is kept to be applied so. */
  readonly patch: boolean;
  /** A kustomization sets the namespace of its objects. */
  readonly namespace: boolean;
  /** A kustomization adds labels or selectors to its objects. */
  readonly labels: boolean;
  /** A kustomization adds annotations to its objects. */
  readonly annotations: boolean;
  /** It is a resource of a component, which other kustomizations include. */
  readonly component: boolean;
  /** The kustomizations that list exactly this file among their resources, by their own file. */
  readonly listedIn: readonly string[];
}

/** The content of a kustomization, with the files that it refers to. */
export interface KustomizationFacts {
  readonly patches: readonly string[];
  /** Patches that are commented out. */
  readonly unusedPatches: readonly string[];
  /** All patches, including inline ones, in the order in which they are applied. */
  readonly changes: readonly PatchSource[];
  readonly replicas: readonly ReplicaCount[];
  /** Resources that it includes, files or folders. */
  readonly resources: readonly string[];
  /** Those of its resources that are components: their changes also apply to all the others. */
  readonly components: readonly string[];
  /** Files or folders with configurations of its own transformers, generators and validators. */
  readonly plugins: readonly string[];
  /** It adds objects that its files do not show: from charts, plugins or remote resources. */
  readonly opens: boolean;
  /** It can change the names of its objects. */
  readonly renames: boolean;
  /** It is a component, which other kustomizations include and complete. */
  readonly component: boolean;
  /** Objects keep their identity: none gets another name or namespace, and none is removed. */
  readonly keepsObjects: boolean;
  readonly namespace: boolean;
  readonly labels: boolean;
  readonly annotations: boolean;
  readonly images: readonly TransformedImage[];
  /** Names of the Secrets that it generates, without the hash suffix. */
  readonly secrets: readonly string[];
  /** Names of the ConfigMaps that it generates, without the hash suffix. */
  readonly configMaps: readonly string[];
  /** It renders charts. */
  readonly charts: boolean;
}

/** What a kustomization does with the files next to it. */
export function kustomizationFacts(document: Document, uri: string): KustomizationFacts {
  const root = new Value(document.tree, document.tree.root, []);
  const folder = uri.slice(0, uri.lastIndexOf("/") + 1);
  const resolved = (path: string | undefined) => (path && isPath(path) ? [resolvePath(folder, path)] : []);
  const files = (values: readonly (Value | undefined)[]) =>
    values.flatMap((value) => resolved(value?.string));
  const list = (name: string) => root.at(name)?.items() ?? [];
  const components = files(list("components"));
  return {
    patches: files([
      // In its first form, the field was a list of files.
      ...list("patches").map((patch) => (patch.isMap ? patch.at("path") : patch)),
      ...list("patchesJson6902").map((patch) => patch.at("path")),
      ...list("patchesStrategicMerge"),
    ]),
    unusedPatches: commentedPatches(document.text).flatMap(resolved),
    changes: patchSources(root, (path) => (isPath(path) ? resolvePath(folder, path) : undefined)),
    replicas: replicaCounts(root),
    resources: [...files([...list("resources"), ...list("bases")]), ...components],
    components,
    plugins: files(["transformers", "generators", "validators"].flatMap(list)),
    opens:
      root.entries().some(({ name }) => opening.has(name)) ||
      ["resources", "bases", "components"]
        .flatMap(list)
        .some(({ string }) => string === undefined || !isPath(string)),
    renames:
      root.entries().some(({ name }) => renaming.has(name)) ||
      list("patches").some((patch) => patch.at("options") !== undefined),
    component: root.at("kind")?.string === "Component",
    keepsObjects: root.entries().every(({ name }) => keepingObjects.has(name)),
    namespace: root.at("namespace") !== undefined,
    labels: root.at("commonLabels") !== undefined || root.at("labels") !== undefined,
    annotations: root.at("commonAnnotations") !== undefined,
    images: transformedImages(root),
    // Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/secretgenerator/
    secrets: list("secretGenerator").flatMap((generator) => generator.at("name")?.string ?? []),
    configMaps: list("configMapGenerator").flatMap((generator) => generator.at("name")?.string ?? []),
    charts: 0 < list("helmCharts").length,
  };
}

const opening: ReadonlySet<string> = new Set([
  "helmCharts",
  "helmChartInflationGenerator",
  "generators",
  "transformers",
]);

const renaming: ReadonlySet<string> = new Set(["namePrefix", "nameSuffix", "replacements"]);

/**
 * Fields that do not change which objects there are. A generator can replace an existing ConfigMap. Source:
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
const keepingObjects: ReadonlySet<string> = new Set([
  "apiVersion",
  "kind",
  "metadata",
  "resources",
  "bases",
  "labels",
  "commonLabels",
  "commonAnnotations",
  "images",
  "replicas",
  "sortOptions",
  "buildMetadata",
]);

/**
 * Answers what all kustomizations together do with a file, including through bases of bases. Visits each list
 * once.
 */
export class KustomizeReach {
  readonly #patches = new Set<string>();
  readonly #unusedPatches = new Set<string>();
  readonly #plugins = new Set<string>();
  /** Files and folders whose objects get a namespace. */
  readonly #namespaced = new Set<string>();
  /** Files and folders whose objects get labels. */
  readonly #labeled = new Set<string>();
  /** Files and folders whose objects get annotations. */
  readonly #annotated = new Set<string>();
  /** The kustomizations that refer to a file or folder. */
  readonly #listings = new Map<string, string[]>();
  readonly #kustomizations: ReadonlyMap<string, KustomizationFacts>;
  /** All kustomizations that include a path, also through bases of bases; built on the first request. */
  #takenBy: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** Kustomizations by the files they include; built on the first request, when two files define the same object. */
  #takers: ReadonlyMap<string, readonly string[]> | undefined;
  readonly #builds = new Map<string, readonly Build[]>();
  readonly #bases = new Map<KustomizationFacts, readonly KustomizationFacts[]>();
  /** What each kustomization includes, by its file. */
  readonly #taken = new Map<string, ReadonlySet<string>>();
  #shared: ReadonlyMap<string, readonly string[]> | undefined;
  /** For each image name, what kustomizations do with it, and the files and folders that each of them includes. */
  readonly #images = new Map<string, { readonly renamed: boolean; readonly taken: ReadonlySet<string> }[]>();

  /** Names of the Secrets that any of them generates. */
  readonly secrets: ReadonlySet<string>;

  /** Names of the ConfigMaps that any of them generates. */
  readonly configMaps: ReadonlySet<string>;

  /** @param kustomizations by their own file */
  constructor(kustomizations: ReadonlyMap<string, KustomizationFacts>) {
    this.#kustomizations = kustomizations;
    this.secrets = new Set([...kustomizations.values()].flatMap(({ secrets }) => secrets));
    this.configMaps = new Set([...kustomizations.values()].flatMap(({ configMaps }) => configMaps));
    for (const [uri, { resources }] of kustomizations)
      for (const path of resources) addTo(this.#listings, path, uri);
    for (const [uri, facts] of kustomizations) this.#noteChanges(uri, facts);
  }

  /** Notes what a kustomization and its components do with the files that it includes. */
  #noteChanges(uri: string, facts: KustomizationFacts): void {
    for (const path of facts.patches) this.#patches.add(path);
    for (const path of facts.unusedPatches) this.#unusedPatches.add(path);
    for (const path of facts.plugins) this.#plugins.add(path);
    const applied = withComponents(facts, this.#kustomizations);
    // A component that nothing here includes is included elsewhere, where the namespace is set.
    const isOpen = facts.component && !this.#listings.has(folderOf(uri));
    if (isOpen || applied.some(({ namespace }) => namespace))
      spread(facts, this.#kustomizations, this.#namespaced);
    if (applied.some(({ labels }) => labels)) spread(facts, this.#kustomizations, this.#labeled);
    if (applied.some(({ annotations }) => annotations)) spread(facts, this.#kustomizations, this.#annotated);
    const images = applied.flatMap((one) => one.images);
    if (images.length === 0) return;
    const taken = new Set<string>();
    spread(facts, this.#kustomizations, taken);
    for (const { name, renamed } of images) addTo(this.#images, name, { renamed, taken });
  }

  roleOf(uri: string): KustomizeRole {
    return {
      patch: this.isPatch(uri),
      namespace: holds(this.#namespaced, uri),
      labels: holds(this.#labeled, uri),
      annotations: holds(this.#annotated, uri),
      component: (this.#listings.get(uri) ?? []).some((one) => this.#kustomizations.get(one)?.component),
      listedIn: this.#listings.get(uri) ?? [],
    };
  }

  isPatch(uri: string): boolean {
    if (this.#patches.has(uri)) return true;
    if (this.#listings.has(uri)) return false;
    return this.#unusedPatches.has(uri) || (hasNameOfPatch(uri) && this.isBeside(uri));
  }

  /**
   * Whether the folder of a file has a kustomization, but no kustomization refers to the file. Such a file might not
   * contain whole objects.
   */
  isBeside(uri: string): boolean {
    if (this.#kustomizations.size === 0 || this.#listings.has(uri)) return false;
    return foldersOfPatch(uri).some((folder) => inFolder(folder, this.#kustomizations).length > 0);
  }

  /** Whether Kustomize reads a file as the configuration of a plugin, so that no object of it is applied. */
  isPlugin(uri: string): boolean {
    return !this.#listings.has(uri) && holds(this.#plugins, uri);
  }

  /** Whether the kustomization next to a file renders charts, and no kustomization uses the file itself. */
  isBesideCharts(uri: string): boolean {
    if (this.#patches.has(uri) || this.#listings.has(uri)) return false;
    return inFolder(folderOf(uri), this.#kustomizations).some(({ charts }) => charts);
  }

  /**
   * The ways in which a file's objects are built: for each top-level kustomization that includes them, all
   * kustomizations that change them, in this order.
   */
  buildsOf(uri: string): readonly Build[] {
    const listing = this.#listings.get(uri);
    // A folder without a kustomization of its own is applied as it is, too, whatever an overlay makes of its files.
    if (!listing?.some((lister) => uri.startsWith(`${folderOf(lister)}/`))) return [];
    // Files that are listed by the same kustomizations are built the same way.
    const key = listing.join("\n");
    let builds = this.#builds.get(key);
    if (!builds) {
      const tops = [...(this.takenBy.get(uri) ?? [])].filter(
        (taker) => !this.#kustomizations.get(taker)?.component && !this.#listings.has(folderOf(taker)),
      );
      const listers = new Set(listing.map((one) => this.#kustomizations.get(one)!));
      builds = tops
        .slice(0, mostBuilds)
        .map((taker) => this.#wayTo(listers, this.#kustomizations.get(taker)!, new Set()))
        .filter((way) => way.length > 0);
      this.#builds.set(key, builds);
    }
    return builds;
  }

  /**
   * All kustomizations between those that list a file and one that includes it, that one last; empty if it does not.
   */
  #wayTo(
    listers: ReadonlySet<KustomizationFacts>,
    facts: KustomizationFacts,
    seen: Set<KustomizationFacts>,
  ): Build {
    if (seen.has(facts)) return [];
    seen.add(facts);
    const below = this.#within(facts).flatMap((one) => this.#wayTo(listers, one, seen));
    if (below.length === 0 && !listers.has(facts)) return [];
    const components = withComponents(facts, this.#kustomizations).filter(
      (one) => one !== facts && !below.includes(one),
    );
    return [...below, ...components, facts];
  }

  /** The kustomizations in the folders that a kustomization includes. */
  #within(facts: KustomizationFacts): readonly KustomizationFacts[] {
    const within =
      this.#bases.get(facts) ?? facts.resources.flatMap((path) => inFolder(path, this.#kustomizations));
    this.#bases.set(facts, within);
    return within;
  }

  /** Whether a kustomization includes both files, whatever it does with them. */
  areTogether(one: string, other: string): boolean {
    const takers = this.takenBy.get(one);
    const others = this.takenBy.get(other);
    return takers !== undefined && others !== undefined && [...takers].some((taker) => others.has(taker));
  }

  /** The files of some facts that a kustomization includes together with a file. */
  *takenWith(
    uri: string,
    facts: ReadonlySet<{ readonly place: { readonly uri: string } }>,
  ): Iterable<string> {
    const takers = this.takenBy.get(uri);
    if (!takers) return;
    const taken = [...takers].map((taker) => this.#takenIn(taker));
    const most = taken.reduce((sum, { size }) => sum + size, 0);
    const others =
      most < facts.size ? taken.flatMap((paths) => [...paths]) : [...facts].map(({ place }) => place.uri);
    for (const other of new Set(others)) if (this.areTogether(uri, other)) yield other;
  }

  #takenIn(taker: string): ReadonlySet<string> {
    let paths = this.#taken.get(taker);
    if (!paths) {
      const found = new Set<string>();
      spread(this.#kustomizations.get(taker)!, this.#kustomizations, found);
      paths = found;
      this.#taken.set(taker, paths);
    }
    return paths;
  }

  /**
   * Paths that several kustomizations include from outside of their folders, with the files of those
   * kustomizations.
   */
  get shared(): ReadonlyMap<string, readonly string[]> {
    this.#shared ??= sharedPaths(this.takenBy, this.#kustomizations);
    return this.#shared;
  }

  /** All kustomizations that include a path, by their own files. */
  get takenBy(): ReadonlyMap<string, ReadonlySet<string>> {
    this.#takenBy ??= takenBy(this.#kustomizations);
    return this.#takenBy;
  }

  /** The kustomizations, by their own file, that include a file's objects without changing their identity. */
  takersOf(uri: string): readonly string[] {
    this.#takers ??= takers(this.#kustomizations);
    return this.#takers.get(uri) ?? [];
  }

  /** Whether a kustomization that includes the file replaces images with that name. */
  replaces(image: string, uri: string): boolean {
    return this.#images.get(image)?.some(({ taken }) => holds(taken, uri)) ?? false;
  }

  /** Whether one of them gives such images another name. */
  renames(image: string, uri: string): boolean {
    return this.#images.get(image)?.some(({ renamed, taken }) => renamed && holds(taken, uri)) ?? false;
  }
}

/** The kustomizations that change an object, in order. */
export type Build = readonly KustomizationFacts[];

/** More overlays add no information. */
const mostBuilds = 40;

/** A kustomization and its components, with the components of those. */
function withComponents(
  facts: KustomizationFacts,
  kustomizations: ReadonlyMap<string, KustomizationFacts>,
): readonly KustomizationFacts[] {
  const found = new Set([facts]);
  // The loop also visits items that are added to the set while it runs.
  for (const { components } of found) {
    for (const folder of components) for (const one of inFolder(folder, kustomizations)) found.add(one);
  }
  return [...found];
}

/** Possible names of a kustomization file. */
export const kustomizationNames: readonly string[] = [
  "kustomization.yaml",
  "kustomization.yml",
  "Kustomization",
];

/** The kustomization of a folder, as a list of one or none. */
function inFolder(
  folder: string,
  kustomizations: ReadonlyMap<string, KustomizationFacts>,
): readonly KustomizationFacts[] {
  return kustomizationNames.flatMap((name) => kustomizations.get(`${folder}/${name}`) ?? []);
}

/** Adds everything that a kustomization includes, also through the folders it lists. */
function spread(
  facts: KustomizationFacts,
  kustomizations: ReadonlyMap<string, KustomizationFacts>,
  into: Set<string>,
): void {
  for (const path of facts.resources) {
    if (into.has(path)) continue;
    into.add(path);
    for (const base of inFolder(path, kustomizations)) spread(base, kustomizations, into);
  }
}

function takenBy(
  kustomizations: ReadonlyMap<string, KustomizationFacts>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [uri, facts] of kustomizations) {
    const taken = new Set<string>();
    spread(facts, kustomizations, taken);
    for (const path of taken) {
      const known = found.get(path);
      if (known) known.add(uri);
      else found.set(path, new Set([uri]));
    }
  }
  return found;
}

/** Components are meant to be shared, so sharing one does not make two overlays alternatives. */
function sharedPaths(
  taken: ReadonlyMap<string, ReadonlySet<string>>,
  kustomizations: ReadonlyMap<string, KustomizationFacts>,
): ReadonlyMap<string, readonly string[]> {
  const components = new Set([...kustomizations.values()].flatMap((facts) => facts.components));
  return new Map(
    [...taken].flatMap(([path, takers]) => {
      const outside = [...takers].filter((uri) => !path.startsWith(uri.slice(0, uri.lastIndexOf("/") + 1)));
      return 1 < outside.length && !components.has(path) ? [[path, outside] as const] : [];
    }),
  );
}

/**
 * By file, the kustomizations that list it, or that list a folder whose kustomization passes on its objects unchanged.
 */
function takers(
  kustomizations: ReadonlyMap<string, KustomizationFacts>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [taker, facts] of kustomizations)
    for (const path of unchangedPaths(facts, kustomizations)) addTo(found, path, taker);
  return found;
}

/** What a kustomization includes, also through the folders it lists if their kustomizations change no identity. */
function unchangedPaths(
  facts: KustomizationFacts,
  kustomizations: ReadonlyMap<string, KustomizationFacts>,
): ReadonlySet<string> {
  const handing = new Set([facts]);
  const paths = new Set<string>();
  // The loop also visits items that are added to the set while it runs.
  for (const { resources } of handing) {
    for (const path of resources) {
      paths.add(path);
      for (const base of inFolder(path, kustomizations)) if (base.keepsObjects) handing.add(base);
    }
  }
  return paths;
}

/** Whether the paths contain the file or a folder around it. */
function holds(paths: ReadonlySet<string>, uri: string): boolean {
  if (paths.size === 0) return false;
  for (let path = uri; path !== ""; path = path.slice(0, Math.max(0, path.lastIndexOf("/")))) {
    if (paths.has(path)) return true;
  }
  return false;
}

function isPath(text: string): boolean {
  return text.length < 1000 && !text.includes("\n") && !text.includes("://");
}

/** Resolves a relative path against a folder's URI, which ends with a slash, with the encoding of URIs; `..` never leaves the URI's root. */
export function resolvePath(folder: string, path: string): string {
  const segments = folder.split("/").slice(0, -1);
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "." && segment !== "") segments.push(encodeSegment(segment));
  }
  return segments.join("/");
}

/** Percent-encodes the same characters in a path segment as Node.js's `pathToFileURL` and editors do. */
function encodeSegment(segment: string): string {
  // A lone surrogate has no encoding, and no file system has such a name.
  if (/[\uD800-\uDFFF]/.test(segment.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, ""))) return segment;
  return encodeURI(segment).replace(/[#?]/g, (mark) => (mark === "#" ? "%23" : "%3F"));
}
