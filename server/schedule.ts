/** Work that gives way: Node has one thread, and a keystroke must never wait for the workspace. */

/** How long work may go on before waiting messages are looked at, in milliseconds. */
const slice = 8;

/** Resolves after the messages that have already arrived were handled. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Does `work` for item after item, in slices.
 *
 * @returns whether all was done: `false` as soon as `stop` says so
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

/** Where delays come from; tests have a clock of their own. */
export interface Timers {
  /** Calls `work` after `delay` milliseconds, unless the returned function is called before. */
  after(delay: number, work: () => void): () => void;
}

const timers: Timers = {
  after(delay, work) {
    const timer = setTimeout(work, delay);
    return () => clearTimeout(timer);
  },
};

/** Runs work once after calls have ceased for `delay` milliseconds. */
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
