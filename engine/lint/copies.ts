import { hashOf } from "../text/hash.ts";
import { fileNameOf, folderOf } from "../text/uri.ts";
import type { Entry, SourceFile } from "./file.ts";

/** A file that contains a document: the fewer documents it has, the more likely it is the place to edit this one. */
interface Holder {
  readonly uri: string;
  readonly documents: number;
}

/**
 * Documents of bundles that other files contain, too, apart from comments and whitespace: a bundle repeats what is in
 * separate files beside it, and people resolve a finding there. Examples that only share a document are edited
 * separately.
 */
export class Copies {
  /** By the key of a document. */
  readonly #holders = new Map<string, readonly Holder[]>();
  /** By file. */
  readonly #keys = new Map<string, readonly string[]>();
  /** Whether a file is a bundle. Cleared if any file changes. */
  readonly #bundles = new Map<string, boolean>();

  /** @returns whether a different file might now report the findings of one of its documents */
  set(file: SourceFile): boolean {
    const entries = file.kubernetes ? file.entries.filter(({ entry }) => 0 < entry.resources.length) : [];
    const next = [...new Set(entries.map(({ entry }) => keyOf(entry)))];
    const before = this.#keys.get(file.uri) ?? [];
    const holder = { uri: file.uri, documents: entries.length };
    const wasAmong = this.#isAmongOthers(before, holder, next);
    this.#leave(file.uri, before);
    for (const key of next) this.#holders.set(key, [...(this.#holders.get(key) ?? []), holder]);
    if (0 < next.length) this.#keys.set(file.uri, next);
    return wasAmong;
  }

  delete(uri: string): void {
    this.#leave(uri, this.#keys.get(uri) ?? []);
  }

  /**
   * Whether a file is a bundle, and a document of it is also in another file with fewer documents.
   *
   * @param isReported whether that file gets findings at all
   */
  isCopy(entry: Entry, uri: string, isReported: (uri: string) => boolean): boolean {
    if (entry.resources.length === 0) return false;
    const parts = this.#partsOf(uri, keyOf(entry));
    return parts.some((part) => isReported(part.uri)) && this.#isBundle(uri);
  }

  /** The smaller files, in reach of a bundle, that hold one of its documents. */
  #partsOf(uri: string, key: string): readonly Holder[] {
    const holders = this.#holders.get(key) ?? [];
    const own = holders.find((holder) => holder.uri === uri);
    if (!own) return [];
    const reach = reachOf(uri);
    return holders.filter((other) => other.documents < own.documents && other.uri.startsWith(reach));
  }

  #isBundle(uri: string): boolean {
    let answer = this.#bundles.get(uri);
    if (answer === undefined) {
      const all = this.#keys.get(uri) ?? [];
      const repeated = all.filter((key) => 0 < this.#partsOf(uri, key).length);
      answer = repeated.length >= all.length * leastRepeated;
      this.#bundles.set(uri, answer);
    }
    return answer;
  }

  #leave(uri: string, keys: readonly string[]): void {
    this.#bundles.clear();
    for (const key of keys) {
      const otherHolders = (this.#holders.get(key) ?? []).filter((holder) => holder.uri !== uri);
      if (0 < otherHolders.length) this.#holders.set(key, otherHolders);
      else this.#holders.delete(key);
    }
    this.#keys.delete(uri);
  }

  /** Whether a document that is added, removed or gets other neighbors is in another file, too. */
  #isAmongOthers(before: readonly string[], { uri, documents }: Holder, next: readonly string[]): boolean {
    const isElsewhere = (key: string) =>
      this.#holders.get(key)?.some((holder) => holder.uri !== uri) ?? false;
    const sizeBefore = before
      .flatMap((key) => this.#holders.get(key) ?? [])
      .find((holder) => holder.uri === uri)?.documents;
    const sharedKeys = new Set(sizeBefore === documents ? before.filter((key) => next.includes(key)) : []);
    return [...before, ...next].some((key) => !sharedKeys.has(key) && isElsewhere(key));
  }
}

/** The part of a bundle's documents that other files contain. The rest is often only in the bundle, like a Namespace. */
const leastRepeated = 3 / 4;

/** Where the parts of a bundle are: in its folder and below, or around a folder that is only for bundles. */
function reachOf(uri: string): string {
  const folder = folderOf(uri);
  return `${bundleFolder.test(fileNameOf(folder)) ? folderOf(folder) : folder}/`;
}

const bundleFolder = /^(?:releases?|install|dist|deploy|bundles?)$/i;

const keys = new WeakMap<Entry, string>();

/** A short key for the content of a document, computed once for each text. */
function keyOf(entry: Entry): string {
  let key = keys.get(entry);
  if (key === undefined) {
    const text = entry.document.text
      .replace(/^[ \t]*#.*$|^(?:---|\.\.\.)[ \t]*$/gm, "")
      .replace(/\s+/g, " ")
      .trim();
    // Two hashes and the length distinguish all documents of a workspace.
    key = `${text.length} ${hashOf(text)} ${hashOf(text, 5381)}`;
    keys.set(entry, key);
  }
  return key;
}
