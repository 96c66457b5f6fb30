import { type ImageQuestion, questionKey, type RegistryAnswer } from "../images/registry.ts";
import type { Note, Versions } from "./versions.ts";

/** Questions about what registries said. */
export interface RegistryQuestions {
  /** What the registry said of an image; undefined where it was not asked, which is so unless the user wants it. */
  image(question: ImageQuestion): RegistryAnswer | undefined;
  /** The tags of a repository that its registry has named so far, in no order. */
  toldTags(repository: Pick<ImageQuestion, "registry" | "repository">): readonly string[];
}

/** What registries said of images. */
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
        // Where no registry was asked at all, no image has to be noted for itself.
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
