import {
  changeBetween,
  isTyped,
  type Mark,
  type Range,
  rangeAfter,
  steadyMarks,
  typedRange,
} from "../engine/index.ts";

interface TypedDocument<M> {
  text: string;
  /** The diagnostics that the client last got, moved along with the text; `undefined` if it has none yet. */
  shown: readonly M[] | undefined;
  /** What was typed since the last pause. */
  typed: readonly Range[];
}

/**
 * Keeps diagnostics stable while the user types: a half-typed line has many problems that the next keystrokes resolve.
 * No new diagnostics appear until the user pauses.
 */
export class Typing<M extends Mark> {
  readonly #documents = new Map<string, TypedDocument<M>>();
  #active = false;
  #lastKey = Number.NEGATIVE_INFINITY;
  #waiting: (() => void)[] = [];

  /** Whether the user is typing. */
  get active(): boolean {
    return this.#active;
  }

  /** The time since the last keystroke, in milliseconds. */
  get sinceLastKey(): number {
    return performance.now() - this.#lastKey;
  }

  /** A document was opened or changed. */
  changed(key: string, text: string): void {
    const document = this.#documents.get(key);
    if (!document) {
      this.#documents.set(key, { text, shown: undefined, typed: [] });
      return;
    }
    const change = changeBetween(document.text, text);
    document.text = text;
    if (change.start === change.end && change.text === "") return;
    document.shown = document.shown?.map((mark) => ({ ...mark, ...rangeAfter(mark, change) }));
    if (!isTyped(change)) {
      this.rest();
      return;
    }
    this.#active = true;
    this.#lastKey = performance.now();
    document.typed = joined([
      ...document.typed.map((range) => rangeAfter(range, change)),
      typedRange(change),
    ]);
  }

  closed(key: string): void {
    this.#documents.delete(key);
  }

  /** The diagnostics to show for a document whose current ones are `fresh`. */
  steady(key: string, fresh: readonly M[]): readonly M[] {
    const document = this.#documents.get(key);
    if (!document) return fresh;
    const { text, shown, typed } = document;
    document.shown = this.#active && shown ? steadyMarks(text, shown, fresh, typed) : fresh;
    return document.shown;
  }

  /** The user paused, so all diagnostics can be shown. */
  rest(): void {
    this.#active = false;
    this.#lastKey = Number.NEGATIVE_INFINITY;
    for (const document of this.#documents.values()) document.typed = [];
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Resolves when the user pauses. */
  rested(): Promise<void> {
    return this.#active ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }
}

/** Consecutive keystrokes become one range. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
