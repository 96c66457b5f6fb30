import { type ImageQuestion, questionKey, type RegistryAnswer } from "../images/registry.ts";
import type { Note, Versions } from "./versions.ts";

/** Queries about the answers of registries. */
export interface RegistryQuestions {
  /** The registry's answer about an image; undefined if it was not queried, which needs the user's consent. */
  image(question: ImageQuestion): RegistryAnswer | undefined;
  /** The tags of a repository that its registry has listed so far, in no particular order. */
  toldTags(repository: Pick<ImageQuestion, "registry" | "repository">): readonly string[];
}

/** The answers of registries about images. */
export class RegistryAnswers {
  /** By `questionKey`. */
  readonly #answers = new Map<string, RegistryAnswer>();
  readonly #versions: Versions;

  constructor(versions: Versions) {
    this.#versions = versions;
  }

  set(question: ImageQuestion, answer: RegistryAnswer): void {
    const key = questionKey(question);
    if (JSON.stringify(this.#answers.get(key)) === JSON.stringify(answer)) return;
    if (this.#answers.size === 0) this.#versions.bump("images");
    this.#answers.set(key, answer);
    this.#versions.bump(`image ${key}`);
    this.#versions.bump(`tags ${repositoryKey(question)}`);
  }

  questions(note: Note): RegistryQuestions {
    return {
      image: (question) => {
        // If no registry was queried at all, individual images need not be noted.
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
}

function repositoryKey({ registry, repository }: Pick<ImageQuestion, "registry" | "repository">): string {
  return questionKey({ registry, repository, tag: undefined, digest: undefined });
}
