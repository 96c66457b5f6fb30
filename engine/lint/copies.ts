import type { Entry, SourceFile } from "./file.ts";

/** A file that contains a document: the fewer documents it has, the more likely it is the place to edit this one. */
interface Holder {
  readonly uri: string;
  readonly documents: number;
}

/**
 * Documents that other files contain, too, apart from comments and whitespace: a bundle repeats the separate files
 * next to it, and users resolve a finding there.
 */
export class Copies {
  /** By the key of a document. */
  readonly #holders = new Map<string, readonly Holder[]>();
  /** By file. */
  readonly #keys = new Map<string, readonly string[]>();

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
   * Whether a document of a file is also in another file with fewer documents.
   *
   * @param isReported whether that file gets findings at all
   */
  isCopy(entry: Entry, uri: string, isReported: (uri: string) => boolean): boolean {
    if (entry.resources.length === 0) return false;
    const holders = this.#holders.get(keyOf(entry)) ?? [];
    const ownHolder = holders.find((holder) => holder.uri === uri);
    return (
      ownHolder !== undefined &&
      holders.some((holder) => holder.documents < ownHolder.documents && isReported(holder.uri))
    );
  }

  #leave(uri: string, keys: readonly string[]): void {
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

const keys = new WeakMap<Entry, string>();

/** A short key for the content of a document, computed once for each text. */
function keyOf(entry: Entry): string {
  let key = keys.get(entry);
  if (key === undefined) {
    const text = entry.document.text.replace(/^[ \t]*#.*$|^(?:---|\.\.\.)[ \t]*$/gm, "").replace(/\s+/g, " ");
    key = `${text.trim().length} ${hash(text.trim(), 5381)} ${hash(text.trim(), 52711)}`;
    keys.set(entry, key);
  }
  return key;
}

/** Two of these distinguish all documents of a workspace. */
function hash(text: string, seed: number): number {
  let value = seed;
  for (let at = 0; at < text.length; at++) value = (Math.imul(value, 33) ^ text.charCodeAt(at)) >>> 0;
  return value;
}
