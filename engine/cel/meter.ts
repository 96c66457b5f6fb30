/** Thrown if an expression costs too much; the message tells its author. */
export class TooCostly extends Error {}

/** Created once: a loop that continues after an error throws it on every iteration. */
const tooManySteps = new TooCostly("it takes too many steps");

/** The limit for strings that expressions build; no message or name is longer. */
const longestText = 4 * 1024 * 1024;

/** Steps that all objects of a run can take together, beyond the allowance of each: some seconds. */
const reserve = 20_000_000;

/** The remaining budget of an expression. An object with identity, because functions of the language use it, too. */
export class Meter {
  #left = 0;
  #given = 0;
  #reserve = reserve;
  #empty = false;

  /**
   * Grants a number of steps. What an object uses beyond the allowance comes from a reserve, to which cheaper ones give
   * back, so that a run over many objects terminates as well.
   *
   * @param allowance steps that are granted in any case
   */
  refill(steps: number, allowance: number = steps): void {
    const used = this.#given - Math.max(this.#left, 0);
    this.#reserve = Math.min(Math.max(this.#reserve - used, 0) + allowance, reserve);
    this.#given = Math.min(steps, Math.max(this.#reserve, allowance));
    this.#left = this.#given;
    this.#empty = false;
  }

  /** The other items of a list can hide an error in one item, so this must be checked at the end. */
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

  /** Charges for a value that was created or passed on, without its content. */
  readonly touch = (value: unknown): void => {
    this.spend(typeof value === "string" ? 1 + (value.length >> 4) : 1);
    if (typeof value === "string" && value.length > longestText) {
      this.#empty = true;
      throw new TooCostly("it builds a text that is too long");
    }
  };
}
