import { folderOf } from "../text/uri.ts";
import type { ResourceFacts } from "./facts.ts";
import type { KustomizeReach } from "./kustomization.ts";
import type { Note, Versions } from "./versions.ts";

/** Leaves those of some facts that may be applied together with what asks for them. */
export type Sight = <Facts extends ResourceFacts>(facts: readonly Facts[]) => readonly Facts[];

/** Objects that several folders may have although they are applied together: applying them twice changes nothing. */
const repeatable: ReadonlySet<string> = new Set([
  "/Namespace",
  "apiextensions.k8s.io/CustomResourceDefinition",
]);

/** The Operator Lifecycle Manager applies the folder of such an object as a whole. */
const bundled = "operators.coreos.com/ClusterServiceVersion";

/** A folder of which several entries define the same objects. */
interface Fork {
  /** By entry (a folder or a file, by its URI), the objects that others define as well. */
  readonly objects: Map<string, Set<string>>;
  /** By two entries, whether they have one in common; found out when first asked for. */
  readonly pairs: Map<string, boolean>;
}

/**
 * Which files are applied together. Two entries of one folder that define the same object are copies of each other
 * (`staging` and `production`, a folder and its release), or alternatives (two overlays of one base): nobody applies
 * both to one namespace, so that what is in one says nothing of the other. What neither of them has twice counts for both.
 */
export class Units {
  /** How many definitions of an object each file has. */
  readonly #definers = new Map<string, Map<string, number>>();
  /** How the numbers of definitions are going to change, by object and file. */
  readonly #pending = new Map<string, Map<string, number>>();
  readonly #forks = new Map<string, Fork>();
  /** By object, the entries that its definitions put into forks, each as folder and entry. */
  readonly #entries = new Map<string, readonly (readonly [string, string])[]>();
  /** How many bundles a folder has. */
  readonly #bundles = new Map<string, number>();
  readonly #versions: Versions;
  readonly #reach: () => KustomizeReach;
  #reached: KustomizeReach | undefined;

  constructor(versions: Versions, reach: () => KustomizeReach) {
    this.#versions = versions;
    this.#reach = reach;
  }

  /** Takes note of facts that come (1) or go (-1). */
  count({ object, groupKind, place: { uri } }: ResourceFacts, by: 1 | -1): void {
    if (groupKind === bundled) {
      add(this.#bundles, folderOf(uri), by);
      this.#versions.bump("units");
    }
    if (object === undefined || repeatable.has(groupKind)) return;
    const changes = this.#pending.get(object) ?? new Map<string, number>();
    add(changes, uri, by);
    if (changes.size === 0) this.#pending.delete(object);
    else this.#pending.set(object, changes);
  }

  /** Makes up for what has changed; the topic `units` has a new version where that may change an answer. */
  settle(): void {
    const reach = this.#reach();
    const isSame = reach === this.#reached;
    if (isSame && this.#pending.size === 0) return;
    const changed = new Set<string>();
    for (const [object, changes] of this.#pending) {
      const definers = this.#definers.get(object) ?? new Map<string, number>();
      const before = definers.size;
      let isOther = false;
      for (const [uri, by] of changes) {
        const was = definers.has(uri);
        add(definers, uri, by);
        isOther ||= was !== definers.has(uri);
      }
      if (definers.size === 0) this.#definers.delete(object);
      else this.#definers.set(object, definers);
      // One definition alone is no copy of any other.
      if (isOther && (1 < before || 1 < definers.size)) changed.add(object);
    }
    this.#pending.clear();
    if (!isSame) {
      this.#reached = reach;
      for (const [object, { size }] of this.#definers) if (1 < size) changed.add(object);
      for (const path of this.#entries.keys()) changed.add(path);
      for (const path of reach.shared.keys()) changed.add(path);
    }
    for (const object of changed) this.#place(object, reach);
  }

  /** What a file sees, which is named by `from` at the time of asking; without one it is everything. */
  sight(note: Note, from: () => string | undefined): Sight {
    return (facts) => {
      this.settle();
      note("units");
      const uri = from();
      if (uri === undefined || (this.#forks.size === 0 && this.#bundles.size === 0)) return facts;
      return facts.filter(({ place }) => !this.#areApart(uri, place.uri));
    };
  }

  #areApart(one: string, other: string): boolean {
    if (one === other) return false;
    const isBundle = this.#bundles.has(folderOf(one)) || this.#bundles.has(folderOf(other));
    const isElsewhere = isBundle && folderOf(one) !== folderOf(other);
    return (isElsewhere || this.#areCopies(one, other)) && !this.#reach().areTogether(one, other);
  }

  #areCopies(one: string, other: string): boolean {
    const folder = commonFolder(one, other);
    const fork = this.#forks.get(folder);
    if (!fork) return false;
    const [a, b] = [entryOf(folder, one), entryOf(folder, other)];
    // Two files of a folder are applied with it.
    if (a === one && b === other) return false;
    const pair = a < b ? `${a}\n${b}` : `${b}\n${a}`;
    let answer = fork.pairs.get(pair);
    if (answer === undefined) {
      answer = shareAny(fork.objects.get(a), fork.objects.get(b));
      fork.pairs.set(pair, answer);
    }
    return answer;
  }

  /** Puts the definitions of an object, or the kustomizations that take a path in, where their folders part. */
  #place(object: string, reach: KustomizeReach): void {
    const uris = reach.shared.get(object) ?? [...(this.#definers.get(object)?.keys() ?? [])];
    const after = partings(uris.filter((uri) => !reach.isPatch(uri)));
    const before = this.#entries.get(object) ?? [];
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    for (const [folder, entry] of before) {
      const fork = this.#forks.get(folder);
      const objects = fork?.objects.get(entry);
      objects?.delete(object);
      fork?.pairs.clear();
      if (objects?.size === 0) fork?.objects.delete(entry);
      if (fork?.objects.size === 0) this.#forks.delete(folder);
    }
    for (const [folder, entry] of after) {
      const fork = this.#forks.get(folder) ?? { objects: new Map(), pairs: new Map() };
      this.#forks.set(folder, fork);
      fork.pairs.clear();
      const objects = fork.objects.get(entry);
      if (objects) objects.add(object);
      else fork.objects.set(entry, new Set([object]));
    }
    if (after.length === 0) this.#entries.delete(object);
    else this.#entries.set(object, after);
    this.#versions.bump("units");
  }
}

/** The entries of every folder in which the ways to some files part, but for folders of which all are files. */
function partings(uris: readonly string[]): readonly (readonly [string, string])[] {
  const [first, ...others] = uris;
  if (first === undefined || others.length === 0) return [];
  const entries = new Map<string, Set<string>>();
  for (const uri of uris) {
    for (let entry = uri, folder = folderOf(uri); folder !== ""; ) {
      const known = entries.get(folder);
      // From here upwards the way is known.
      if (known?.has(entry)) break;
      if (known) known.add(entry);
      else entries.set(folder, new Set([entry]));
      entry = folder;
      folder = folderOf(folder);
    }
  }
  const files = new Set(uris);
  return [...entries].flatMap(([folder, among]) =>
    1 < among.size && [...among].some((entry) => !files.has(entry))
      ? [...among].sort().map((entry) => [folder, entry] as const)
      : [],
  );
}

/** The deepest folder that two files are in or below. */
function commonFolder(one: string, other: string): string {
  let slash = -1;
  for (let at = 0; at < one.length && one[at] === other[at]; at++) if (one[at] === "/") slash = at;
  return one.slice(0, slash);
}

/** The entry of a folder that a file is, or is in. */
function entryOf(folder: string, uri: string): string {
  const end = uri.indexOf("/", folder.length + 1);
  return end === -1 ? uri : uri.slice(0, end);
}

function shareAny(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean {
  if (!a || !b) return false;
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  for (const one of few) if (many.has(one)) return true;
  return false;
}

/** Adds to a count; counts of 0 are not kept. */
function add(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
