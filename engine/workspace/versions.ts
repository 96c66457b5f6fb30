import { anyNamespace } from "./topics.ts";

/** Records the topic of every query. */
export type Note = (topic: string) => void;

/** Records a query about a namespace; `undefined` means any namespace. */
export function noteIn(note: Note, topic: string, namespace: string | undefined): void {
  const topics = namespace === undefined ? [topic] : [`${topic} ${namespace}`, `${topic} ${anyNamespace}`];
  for (const one of topics) note(one);
}

/** Versions to return to. */
interface SavedVersions {
  readonly changes: number;
  /** Versions that topics had before they got new ones. */
  readonly before: Map<string, number>;
}

/** Versions of topics. A version that a topic once had never refers to different facts later. */
export class Versions {
  readonly #byTopic = new Map<string, number>();
  /** Only grows, even if versions return to earlier ones. */
  #last = 0;
  #changes = 0;
  #saved: SavedVersions | undefined;

  of(topic: string): number {
    return this.#byTopic.get(topic) ?? 0;
  }

  /** Differs if the facts behind any topic have changed. */
  get changes(): number {
    return this.#changes;
  }

  bump(topic: string): void {
    if (this.#saved && !this.#saved.before.has(topic)) this.#saved.before.set(topic, this.of(topic));
    this.#last++;
    this.#changes = this.#last;
    this.#byTopic.set(topic, this.#last);
  }

  /** Remembers the versions as they are now. */
  save(): void {
    this.#saved = { changes: this.#changes, before: new Map() };
  }

  /** Returns to the saved versions. The facts must be the same again. */
  restore(): void {
    if (!this.#saved) return;
    for (const [topic, version] of this.#saved.before) this.#byTopic.set(topic, version);
    this.#changes = this.#saved.changes;
    this.#saved = undefined;
  }
}
