import { folderOf } from "../text/uri.ts";
import type { Bucket, Sight } from "./buckets.ts";
import type { ResourceFacts } from "./facts.ts";
import type { Folder } from "./folders.ts";
import type { KustomizeReach } from "./kustomization.ts";
import type { Note, Versions } from "./versions.ts";

/**
 * Objects that several folders can define although they are applied together: applying them twice changes nothing.
 */
const repeatable: ReadonlySet<string> = new Set([
  "/Namespace",
  "apiextensions.k8s.io/CustomResourceDefinition",
]);

/** For so few facts, checking each of them is cheaper than finding them by folder. */
const few = 16;

const mostAnswers = 100;

/** The Operator Lifecycle Manager applies the folder of such an object as a whole. */
const bundled = "operators.coreos.com/ClusterServiceVersion";

/** A folder in which several entries define the same objects. */
interface Fork {
  /** By entry (a folder or a file, by its URI), the objects that other entries define as well. */
  readonly objects: Map<string, Set<string>>;
  /** For pairs of entries, whether they have an object in common; computed on the first request. */
  readonly pairs: Map<string, boolean>;
  /** By entry, a key of all of its objects: entries with the same key see the same parts of the others. */
  readonly classes: Map<string, string>;
}

/**
 * Which files are applied together. Two entries of one folder that define the same object are copies of each other
 * (`staging` and `production`, a folder and its release), or alternatives (two overlays of one base). They are not
 * applied to the same namespace, so facts of one do not apply to the other. Objects that are defined once apply to
 * both.
 */
export class Units {
  /** How many definitions of an object each file has. */
  readonly #definers = new Map<string, Map<string, number>>();
  /** Pending changes to the numbers of definitions, by object and file. */
  readonly #pending = new Map<string, Map<string, number>>();
  readonly #forks = new Map<string, Fork>();
  /** By object, the entries that its definitions add to forks, as pairs of folder and entry. */
  readonly #entries = new Map<string, readonly (readonly [string, string])[]>();
  /** The number of bundles in a folder. */
  readonly #bundles = new Map<string, number>();
  readonly #versions: Versions;
  readonly #reach: () => KustomizeReach;
  /** How often the forks have changed. */
  #revision = 0;
  #reached: KustomizeReach | undefined;

  constructor(versions: Versions, reach: () => KustomizeReach) {
    this.#versions = versions;
    this.#reach = reach;
  }

  /** Counts facts that are added (1) or removed (-1). */
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

  /** Applies pending changes; the topic `units` gets a new version if that might change an answer. */
  settle(): void {
    const reach = this.#reach();
    const isSame = reach === this.#reached;
    if (isSame && this.#pending.size === 0) return;
    const changed = new Set<string>();
    for (const [object, changes] of this.#pending)
      if (this.#changeCopies(object, changes)) changed.add(object);
    this.#pending.clear();
    if (!isSame) {
      this.#reached = reach;
      for (const placed of this.#placed(reach)) changed.add(placed);
    }
    for (const object of changed) this.#place(object, reach);
  }

  /** The objects and paths whose places depend on what kustomizations include. */
  *#placed(reach: KustomizeReach): Generator<string> {
    for (const [object, { size }] of this.#definers) if (1 < size) yield object;
    yield* this.#entries.keys();
    yield* reach.shared.keys();
  }

  /** Applies changes to the definitions of an object; whether other files than before define copies of it. */
  #changeCopies(object: string, changes: ReadonlyMap<string, number>): boolean {
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
    // A single definition is not a copy.
    return isOther && (1 < before || 1 < definers.size);
  }

  /**
   * What the file sees that `from` returns at the time of the query; without a file, everything. By folder, only the
   * files next to it.
   */
  sight(note: Note, from: () => string | undefined, byFolder: () => boolean): Sight {
    return (bucket) => {
      this.settle();
      note("units");
      if (!bucket) return [];
      const uri = from();
      if (uri !== undefined && byFolder()) {
        const folder = folderOf(uri);
        return [...bucket.facts].filter(({ place }) => folderOf(place.uri) === folder);
      }
      if (uri === undefined || (this.#forks.size === 0 && this.#bundles.size === 0)) return bucket.facts;
      if (!this.#isContended(uri)) return bucket.facts;
      if (few < bucket.facts.size) return this.#look(uri, bucket);
      return [...bucket.facts].filter(({ place }) => this.#areTogether(uri, place.uri));
    };
  }

  /** Whether there is anything at all that a file does not see. */
  #isContended(uri: string): boolean {
    if (0 < this.#bundles.size) return true;
    for (let entry = uri, at = uri.lastIndexOf("/"); 0 < at; at = entry.lastIndexOf("/")) {
      const folder = entry.slice(0, at);
      if (this.#forks.get(folder)?.objects.has(entry)) return true;
      entry = folder;
    }
    return false;
  }

  /**
   * The facts of a large bucket that a file sees, the nearest first, without visiting each copy that it does not see.
   */
  *#look(uri: string, bucket: Bucket): Generator<ResourceFacts> {
    const isBundle = this.#bundles.has(folderOf(uri));
    for (const facts of this.#around(uri, bucket.root.to(uri))) {
      const folder = this.#bundles.size === 0 ? "" : folderOf(facts.place.uri);
      if (isBundle ? folder === folderOf(uri) : !this.#bundles.has(folder)) yield facts;
    }
    // Files that a kustomization includes together with this one, copies or not.
    const reach = this.#reach();
    for (const other of reach.takenWith(uri, bucket.facts)) {
      if (!this.#areApart(uri, other)) continue;
      const file = bucket.root.to(other).at(-1)!;
      if (file.uri === other) yield* file.facts;
    }
  }

  /** @param way the folders around the file that contain facts, the outermost first */
  *#around(uri: string, way: readonly Folder[]): Generator<ResourceFacts> {
    for (const folder of way.toReversed()) {
      yield* folder.facts;
      if (folder.uri !== uri) yield* this.#beside(folder, uri);
    }
  }

  /** What a file sees of the other entries of a folder. */
  *#beside(folder: Folder, uri: string): Generator<ResourceFacts> {
    const own = entryOf(folder.uri, uri);
    const fork = this.#forks.get(folder.uri);
    const objects = fork?.objects.get(own);
    if (!fork || !objects) {
      for (const entry of folder.entries.values()) if (entry.uri !== own) yield* entry.all();
      return;
    }
    yield* this.#unlike(folder, fork, own, own === uri);
    // Two files of a folder are applied together.
    if (own !== uri) return;
    for (const entry of folder.entries.values()) {
      if (entry.uri !== uri && entry.entries.size === 0 && shareAny(objects, fork.objects.get(entry.uri)))
        yield* entry.facts;
    }
  }

  /** The facts in the entries of a folder that are not copies of one of them. */
  #unlike(folder: Folder, fork: Fork, own: string, isFile: boolean): readonly ResourceFacts[] {
    const objects = fork.objects.get(own);
    const kind = fork.classes.get(own) ?? [...(objects ?? [])].sort().join("\n");
    fork.classes.set(own, kind);
    const key = `${this.#revision} ${isFile ? "file" : "folder"} ${kind}`;
    const known = folder.answers.get(key);
    if (known) return known;
    const seen = [...folder.entries.values()]
      .filter((entry) => !shareAny(objects, fork.objects.get(entry.uri)))
      .flatMap((entry) => [...entry.all()]);
    // Answers for forks that have changed since are not used again.
    if (mostAnswers < folder.answers.size) folder.answers.clear();
    folder.answers.set(key, seen);
    return seen;
  }

  #areTogether(one: string, other: string): boolean {
    return !this.#areApart(one, other) || this.#reach().areTogether(one, other);
  }

  /** Whether two files are in different bundles or copies, regardless of kustomizations. */
  #areApart(one: string, other: string): boolean {
    if (one === other) return false;
    const [a, b] = [folderOf(one), folderOf(other)];
    return (a !== b && (this.#bundles.has(a) || this.#bundles.has(b))) || this.#areCopies(one, other);
  }

  #areCopies(one: string, other: string): boolean {
    const folder = commonFolder(one, other);
    const fork = this.#forks.get(folder);
    if (!fork) return false;
    const [a, b] = [entryOf(folder, one), entryOf(folder, other)];
    // Two files of a folder are applied together.
    if (a === one && b === other) return false;
    const pair = a < b ? `${a}\n${b}` : `${b}\n${a}`;
    let answer = fork.pairs.get(pair);
    if (answer === undefined) {
      answer = shareAny(fork.objects.get(a), fork.objects.get(b));
      fork.pairs.set(pair, answer);
    }
    return answer;
  }

  /**
   * Adds the definitions of an object, or the kustomizations that include a path, to the forks where their folders
   * diverge.
   */
  #place(object: string, reach: KustomizeReach): void {
    const uris = reach.shared.get(object) ?? [...(this.#definers.get(object)?.keys() ?? [])];
    const after = partings(uris.filter((uri) => !reach.isPatch(uri)));
    const before = this.#entries.get(object) ?? [];
    if (JSON.stringify(before) === JSON.stringify(after)) return;
    for (const [folder, entry] of before) this.#leave(folder, entry, object);
    for (const [folder, entry] of after) this.#join(folder, entry, object);
    if (after.length === 0) this.#entries.delete(object);
    else this.#entries.set(object, after);
    this.#revision++;
    this.#versions.bump("units");
  }

  #leave(folder: string, entry: string, object: string): void {
    const fork = this.#forks.get(folder);
    if (!fork) return;
    forgetAnswers(fork);
    const objects = fork.objects.get(entry);
    objects?.delete(object);
    if (objects?.size === 0) fork.objects.delete(entry);
    if (fork.objects.size === 0) this.#forks.delete(folder);
  }

  #join(folder: string, entry: string, object: string): void {
    const fork = this.#forks.get(folder) ?? { objects: new Map(), pairs: new Map(), classes: new Map() };
    this.#forks.set(folder, fork);
    forgetAnswers(fork);
    const objects = fork.objects.get(entry);
    if (objects) objects.add(object);
    else fork.objects.set(entry, new Set([object]));
  }
}

function forgetAnswers({ pairs, classes }: Fork): void {
  pairs.clear();
  classes.clear();
}

/** The entries of every folder in which the paths to some files diverge, except folders of which all are files. */
function partings(uris: readonly string[]): readonly (readonly [string, string])[] {
  const [first, ...others] = uris;
  if (first === undefined || others.length === 0) return [];
  const entries = new Map<string, Set<string>>();
  for (const uri of uris) {
    for (let entry = uri, folder = folderOf(uri); folder !== ""; ) {
      const known = entries.get(folder);
      // The rest of the path is already covered.
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

/** The deepest folder that contains two files. */
function commonFolder(one: string, other: string): string {
  let slash = -1;
  for (let at = 0; at < one.length && one[at] === other[at]; at++) if (one[at] === "/") slash = at;
  return one.slice(0, slash);
}

/** The entry of a folder that is or contains a file. */
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

/** Adds to a count; counts of 0 are removed. */
function add(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
