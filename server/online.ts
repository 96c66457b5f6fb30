import { join } from "node:path";
import { type ImageQuestion, questionKey, type RegistryAnswer } from "../engine/index.ts";
import { cacheFolder } from "../host/cache.ts";
import { RegistryClient } from "../host/registry/client.ts";
import type { Notifier } from "./notify.ts";
import { Debounce } from "./schedule.ts";
import type { Session } from "./session.ts";
import type { OnlineSettings } from "./settings.ts";

/** The time without a keystroke before a registry is queried, in milliseconds, so that half-typed names are not sent. */
const restBeforeAsking = 1000;

/** How long an answer is considered current, in milliseconds. */
const validFor: Readonly<Record<RegistryAnswer["kind"], number>> = {
  found: 3_600_000,
  missing: 60_000,
  denied: 300_000,
  unavailable: 300_000,
};

/** Queries registries about the images of open documents, if the user enabled it and trusts the workspace. */
export class Online {
  readonly #session: Session;
  readonly #soon: Debounce;
  /** Answers arrive one by one, and the editor requests all diagnostics again after each notification. */
  readonly #newsSoon: Debounce;
  readonly #validUntil = new Map<string, number>();
  /** By the settings that each was created with, which can change. */
  readonly #clients = new Map<string, RegistryClient>();
  readonly #stop = new AbortController();

  constructor(session: Session, notifier: Notifier) {
    this.#session = session;
    this.#soon = new Debounce(restBeforeAsking, () => this.#ask());
    this.#newsSoon = new Debounce(100, () => {
      session.invalidate();
      notifier.everythingChanged();
    });
  }

  /** Documents or settings changed. */
  changed(): void {
    if (this.#session.settings.asksRegistries) this.#soon.trigger();
  }

  dispose(): void {
    this.#soon.cancel();
    this.#newsSoon.cancel();
    this.#stop.abort();
  }

  #ask(): void {
    const { linter, settings } = this.#session;
    for (const { key } of this.#session.held()) {
      const registry = settings.registryOf(key);
      if (!registry.enabled) continue;
      for (const question of linter.imageQuestions(key)) void this.#one(question, registry);
    }
  }

  /** Does nothing if the last answer is still current. */
  async #one(question: ImageQuestion, registry: OnlineSettings): Promise<void> {
    const key = questionKey(question);
    if (Date.now() < (this.#validUntil.get(key) ?? 0)) return;
    // Prevents a second query until the answer arrives.
    this.#validUntil.set(key, Date.now() + validFor.unavailable);
    const answer = await this.#client(registry).ask(question, { platforms: true }, this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    this.#validUntil.set(key, Date.now() + validFor[answer.kind]);
    this.#session.linter.setAnswer(question, answer);
    if (answer.kind === "unavailable") this.#log(`${question.registry} ${answer.reason}`);
    this.#newsSoon.trigger();
  }

  #client({ certificateAuthority, internal }: OnlineSettings): RegistryClient {
    const key = JSON.stringify([certificateAuthority, internal]);
    let client = this.#clients.get(key);
    if (!client) {
      client = new RegistryClient({
        cacheFolder: join(cacheFolder(), "registry"),
        ...(certificateAuthority !== "" && { certificateAuthority }),
        internalRegistries: internal,
        onProblem: (problem) => this.#log(problem),
      });
      this.#clients.set(key, client);
    }
    return client;
  }

  #log(problem: string): void {
    this.#session.connection.console.warn(`Registries: ${problem}`);
  }
}
