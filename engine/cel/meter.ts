/** Thrown where an expression costs too much; the message says so to its author. */
export class TooCostly extends Error {}

/** Made once: a loop that goes on after it throws it at every turn. */
const tooManySteps = new TooCostly("it takes too many steps");

/** Strings that expressions build; more is no message and no name of anything. */
const longestText = 4 * 1024 * 1024;

/** Steps that the objects of a run may take together, beyond what is allowed for each: some seconds. */
const reserve = 20_000_000;

/** What an expression may still cost. It has an identity because functions of the language draw on it, too. */
export class Meter {
  #left = 0;
  #given = 0;
  #reserve = reserve;
  #empty = false;

  /**
   * Allows so many steps from now on. What they take beyond the allowance comes from a reserve, to which cheaper ones
   * give back, so that a run over many objects ends as well.
   *
   * @param allowance steps that are there in any case
   */
  refill(steps: number, allowance: number = steps): void {
    const used = this.#given - Math.max(this.#left, 0);
    this.#reserve = Math.min(Math.max(this.#reserve - used, 0) + allowance, reserve);
    this.#given = Math.min(steps, Math.max(this.#reserve, allowance));
    this.#left = this.#given;
    this.#empty = false;
  }

  /** An error in one item of a list may be swallowed by the others, so that it must be asked for at the end. */
  get isEmpty(): boolean {
    return this.#empty;
  }

  /** @throws TooCostly */
  readonly spend = (steps: number): void => {
    this.#left -= steps;
    if (0 <= this.#left) return;
    this.#empty = true;
    throw tooManySteps;
  };

  /** Charges for reading a whole value: a string by its length, anything else by its size. */
  readonly look = (value: unknown): void => {
    this.touch(value);
    if (Array.isArray(value)) for (const item of value) this.look(item);
    else if (value instanceof Map) for (const item of value.values()) this.look(item);
  };

  /** Charges for a value that was made or handed on, without what is in it. */
  readonly touch = (value: unknown): void => {
    this.spend(typeof value === "string" ? 1 + (value.length >> 4) : 1);
    if (typeof value === "string" && value.length > longestText) {
      this.#empty = true;
      throw new TooCostly("it builds a text that is too long");
    }
  };
}
