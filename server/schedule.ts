/** Cooperative scheduling: Node has one thread, and a keystroke must never wait for work on the workspace. */

/** How long work can run before pending messages are handled, in milliseconds. */
const slice = 8;

/** Resolves after all messages that have already arrived are handled. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Runs `work` for each item, in time slices.
 *
 * @returns whether all items were processed; `false` if `stop` returned true
 */
export async function inSlices<Item>(
  items: Iterable<Item>,
  work: (item: Item) => void,
  stop: () => boolean,
): Promise<boolean> {
  let since = performance.now();
  for (const item of items) {
    if (performance.now() - since > slice) {
      await nextTurn();
      since = performance.now();
    }
    if (stop()) return false;
    work(item);
  }
  return true;
}

/** The source of delays. Tests use a fake clock. */
export interface Timers {
  /** Calls `work` after `delay` milliseconds, unless the returned function is called first. */
  after(delay: number, work: () => void): () => void;
}

const timers: Timers = {
  after(delay, work) {
    const timer = setTimeout(work, delay);
    return () => clearTimeout(timer);
  },
};

/** Runs work once there have been no calls for `delay` milliseconds. */
export class Debounce {
  readonly #delay: number;
  readonly #work: () => void;
  readonly #timers: Timers;
  #stop: () => void = () => {};

  constructor(delay: number, work: () => void, from: Timers = timers) {
    this.#delay = delay;
    this.#work = work;
    this.#timers = from;
  }

  trigger(): void {
    this.#stop();
    this.#stop = this.#timers.after(this.#delay, this.#work);
  }

  cancel(): void {
    this.#stop();
  }
}
