import type { ResourceFacts } from "./facts.ts";

/** Facts below a folder, or in a file. */
export class Folder {
  readonly uri: string;
  /** The folders and files in it that have facts, by URI. */
  readonly entries = new Map<string, Folder>();
  /** The facts of the file itself. */
  readonly facts = new Set<ResourceFacts>();
  /** Answers to repeated queries. Valid as long as nothing below changes. */
  readonly answers = new Map<string, readonly ResourceFacts[]>();

  constructor(uri: string) {
    this.uri = uri;
  }

  add(facts: ResourceFacts): void {
    let folder: Folder = this;
    for (const uri of waysTo(facts.place.uri)) {
      folder.answers.clear();
      const entry = folder.entries.get(uri) ?? new Folder(uri);
      folder.entries.set(uri, entry);
      folder = entry;
    }
    folder.facts.add(facts);
  }

  delete(facts: ResourceFacts): void {
    const way: Folder[] = [this];
    for (const uri of waysTo(facts.place.uri)) {
      const entry = way.at(-1)!.entries.get(uri);
      if (!entry) return;
      way.push(entry);
    }
    way.at(-1)!.facts.delete(facts);
    for (let at = way.length - 1; 0 <= at; at--) {
      const { facts: left, entries, uri, answers } = way[at]!;
      answers.clear();
      if (left.size === 0 && entries.size === 0) way[at - 1]?.entries.delete(uri);
    }
  }

  /** The existing folders on the path to a file, the file itself last. */
  to(uri: string): readonly Folder[] {
    const way: Folder[] = [this];
    for (const step of waysTo(uri)) {
      const entry = way.at(-1)!.entries.get(step);
      if (!entry) break;
      way.push(entry);
    }
    return way;
  }

  *all(): Generator<ResourceFacts> {
    yield* this.facts;
    for (const entry of this.entries.values()) yield* entry.all();
  }
}

/** The folders around a file from the outermost on, and the file. */
function waysTo(uri: string): readonly string[] {
  const ways: string[] = [];
  for (let at = uri.indexOf("/"); at !== -1; at = uri.indexOf("/", at + 1)) ways.push(uri.slice(0, at));
  ways.push(uri);
  return ways;
}
