import type { Document } from "../documents/document.ts";
import { Value } from "../kubernetes/value.ts";

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

/** Whether a file is a kustomization by its name. Source: https://kubectl.docs.kubernetes.io/references/kustomize/ */
export function isKustomizationFile(uri: string): boolean {
  return /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(uri);
}

/** What a kustomization says about the files beside it; patches written inline stay inline. */
export function kustomizationFacts(document: Document, uri: string): KustomizationFacts {
  const root = new Value(document.tree, document.tree.root, []);
  const folder = uri.slice(0, uri.lastIndexOf("/") + 1);
  const files = (values: readonly (Value | undefined)[]) =>
    values.flatMap((value) =>
      value?.string && isPath(value.string) ? [resolvePath(folder, value.string)] : [],
    );
  const list = (name: string) => root.at(name)?.items() ?? [];
  return {
    patches: files([
      ...list("patches").map((patch) => patch.at("path")),
      ...list("patchesJson6902").map((patch) => patch.at("path")),
      ...list("patchesStrategicMerge"),
    ]),
    resources: files([...list("resources"), ...list("bases"), ...list("components")]),
    namespace: root.at("namespace") !== undefined,
    labels: root.at("commonLabels") !== undefined || root.at("labels") !== undefined,
  };
}

/** Answers what all kustomizations together do with a file, through bases of bases; asks no list twice. */
export class KustomizeReach {
  readonly #patches = new Set<string>();
  /** Files and folders whose objects get a namespace. */
  readonly #namespaced = new Set<string>();
  /** Files and folders whose objects get labels. */
  readonly #labelled = new Set<string>();

  /** @param kustomizations by their own file */
  constructor(kustomizations: ReadonlyMap<string, KustomizationFacts>) {
    for (const facts of kustomizations.values()) {
      for (const path of facts.patches) this.#patches.add(path);
      if (facts.namespace) spread(facts, kustomizations, this.#namespaced);
      if (facts.labels) spread(facts, kustomizations, this.#labelled);
    }
  }

  roleOf(uri: string): KustomizeRole {
    return {
      patch: this.#patches.has(uri),
      namespace: holds(this.#namespaced, uri),
      labels: holds(this.#labelled, uri),
    };
  }
}

/** Adds all that a kustomization takes in, and what the kustomizations in folders it names take in. */
function spread(
  facts: KustomizationFacts,
  kustomizations: ReadonlyMap<string, KustomizationFacts>,
  into: Set<string>,
): void {
  for (const path of facts.resources) {
    if (into.has(path)) continue;
    into.add(path);
    for (const name of ["kustomization.yaml", "kustomization.yml", "Kustomization"]) {
      const base = kustomizations.get(`${path}/${name}`);
      if (base) spread(base, kustomizations, into);
    }
  }
}

/** Whether the paths name the file or a folder around it. */
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

/** Joins a relative path to a folder's URI, encoded as URIs are; `..` never climbs above the URI's root. */
function resolvePath(folder: string, path: string): string {
  const segments = folder.split("/").slice(0, -1);
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "." && segment !== "") segments.push(encodeSegment(segment));
  }
  return segments.join("/");
}

/** Percent-encodes what Node.js's `pathToFileURL` and editors encode in a path's segment. */
function encodeSegment(segment: string): string {
  // A lone surrogate has no encoding, and no file system has such a name.
  if (/[\uD800-\uDFFF]/.test(segment.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, ""))) return segment;
  return encodeURI(segment).replace(/[#?]/g, (mark) => (mark === "#" ? "%23" : "%3F"));
}
