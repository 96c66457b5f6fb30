import { anyNamespace } from "./topics.ts";

/** Gets the topic of every question that is asked. */
export type Note = (topic: string) => void;

/** Notes a question about what may be in a namespace; `undefined` asks for any. */
export function noteIn(note: Note, topic: string, namespace: string | undefined): void {
  const topics = namespace === undefined ? [topic] : [`${topic} ${namespace}`, `${topic} ${anyNamespace}`];
  for (const one of topics) note(one);
}

/** How often the facts behind topics have changed. */
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
