import { setMaxListeners } from "node:events";
import { inWords } from "./faults.ts";
import { type Refusal, unavailable } from "./refusal.ts";

interface Running<T> {
  readonly result: Promise<T | Refusal>;
  readonly controller: AbortController;
  waiting: number;
}

/** Runs work once for all concurrent callers, and stops it when all of them have canceled. */
export class SharedWork<T> {
  readonly #limit: number;
  readonly #running = new Map<string, Running<T>>();

  /** @param limit the time limit for the work, in milliseconds */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Never rejects: canceled work and timeouts give `unavailable`.
   *
   * @param work the signal tells it to stop, with a clause as the reason
   */
  run(
    key: string,
    signal: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | Refusal> {
    if (signal?.aborted) return Promise.resolve(unavailable(givenUp));
    // Hundreds of callers can share one signal, and Node would warn about the eleventh listener.
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
        () => controller.abort(`did not respond within ${inWords(this.#limit)}`),
        this.#limit,
      );
      signal.addEventListener("abort", () => resolve(unavailable(String(signal.reason))));
      work(signal)
        .then(resolve, () => resolve(unavailable("cannot be queried because of an internal error")))
        .finally(() => {
          clearTimeout(timer);
          this.#forget(key, running);
        });
    });
    const running: Running<T> = { result, controller, waiting: 0 };
    this.#running.set(key, running);
    return running;
  }

  /** Different work might already have replaced this one. */
  #forget(key: string, running: Running<T>): void {
    if (this.#running.get(key) === running) this.#running.delete(key);
  }
}

const givenUp = "was canceled";
