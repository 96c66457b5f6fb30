import { factsOf, type ResourceFacts } from "../workspace/facts.ts";
import type { Entry, SourceFile } from "./file.ts";

/** The facts of a document's resources, with the file and the position for which they were computed. */
interface EntryFacts {
  readonly uri: string;
  readonly at: number;
  readonly resources: readonly ResourceFacts[];
}

/** Computes the facts of files, and remembers those of documents that do not move. */
export class FileFacts {
  readonly #entries = new WeakMap<Entry, EntryFacts>();

  /** The facts of all resources of a file. */
  of(file: SourceFile): readonly ResourceFacts[] {
    return file.entries.flatMap(({ entry }, at) => {
      const before = this.#entries.get(entry);
      if (before?.uri === file.uri && before.at === at) return before.resources;
      const resources = entry.resources.map((resource) => factsOf(resource, file.uri, at));
      this.#entries.set(entry, { uri: file.uri, at, resources });
      return resources;
    });
  }
}
