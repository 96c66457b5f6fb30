import { setMaxListeners } from "node:events";
import { inWords } from "./faults.ts";
import { type Refusal, unavailable } from "./refusal.ts";

interface Running<T> {
  readonly result: Promise<T | Refusal>;
  readonly controller: AbortController;
  waiting: number;
}

/** Runs work once for all who want it at the same time, and no longer than somebody wants it. */
export class SharedWork<T> {
  readonly #limit: number;
  readonly #running = new Map<string, Running<T>>();

  /** @param limit milliseconds that one piece of work may take */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Never rejects: what is given up or takes too long is `unavailable`.
   *
   * @param work is told by its signal to stop, with a clause that says why
   */
  run(
    key: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | Refusal> {
    if (signal?.aborted) return Promise.resolve(unavailable(givenUp));
    // Hundreds may wait with one signal; Node would warn about the eleventh.
    if (signal) setMaxListeners(0, signal);
    const running = this.#running.get(key) ?? this.#start(key, work);
    running.waiting++;
    return new Promise((resolve) => {
      const leave = () => {
        running.waiting--;
        if (running.waiting === 0) {
          this.#forget(key, running);
          running.controller.abort(givenUp);
        }
        resolve(unavailable(givenUp));
      };
      signal?.addEventListener("abort", leave, { once: true });
      void running.result.then((value) => {
        signal?.removeEventListener("abort", leave);
        resolve(value);
      });
    });
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<T>): Running<T> {
    const controller = new AbortController();
    const { signal } = controller;
    setMaxListeners(0, signal);
    const result = new Promise<T | Refusal>((resolve) => {
      const timer = setTimeout(
        () => controller.abort(`did not answer within ${inWords(this.#limit)}`),
        this.#limit,
      );
      signal.addEventListener("abort", () => resolve(unavailable(String(signal.reason))));
      work(signal)
        .then(resolve, () => resolve(unavailable("cannot be asked, by a fault of Kubewright's own")))
        .finally(() => {
          clearTimeout(timer);
          this.#forget(key, running);
        });
    });
    const running: Running<T> = { result, controller, waiting: 0 };
    this.#running.set(key, running);
    return running;
  }

  /** Another piece of work may have taken the place already. */
  #forget(key: string, running: Running<T>): void {
    if (this.#running.get(key) === running) this.#running.delete(key);
  }
}

const givenUp = "was no longer wanted to answer";
