import { anyNamespace } from "./topics.ts";

/** Records the topic of every query. */
export type Note = (topic: string) => void;

/** Records a query about a namespace; `undefined` means any namespace. */
export function noteIn(note: Note, topic: string, namespace: string | undefined): void {
  const topics = namespace === undefined ? [topic] : [`${topic} ${namespace}`, `${topic} ${anyNamespace}`];
  for (const one of topics) note(one);
}

/** How often the facts of topics have changed. */
export class Versions {
  readonly #byTopic = new Map<string, number>();
  #changes = 0;

  of(topic: string): number {
    return this.#byTopic.get(topic) ?? 0;
  }

  /** How often the facts behind any topic have changed. */
  get changes(): number {
    return this.#changes;
  }

  bump(topic: string): void {
    this.#changes++;
    this.#byTopic.set(topic, this.of(topic) + 1);
  }
}
