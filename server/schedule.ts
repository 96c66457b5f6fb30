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

/** Runs work once after calls have ceased for `delay` milliseconds. */
export class Debounce {
  readonly #delay: number;
  readonly #work: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(delay: number, work: () => void) {
    this.#delay = delay;
    this.#work = work;
  }

  trigger(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#work, this.#delay);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
