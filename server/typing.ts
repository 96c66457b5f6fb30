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
  /** What the client was last told, moved along with the text; `undefined` before it was told anything. */
  shown: readonly M[] | undefined;
  /** What was typed since typing last rested. */
  typed: readonly Range[];
}

/**
 * Keeps what is said about the open documents steady while somebody types in one of them: half a line is wrong in many
 * ways that the next letters put right. Nothing new is said until typing rests.
 */
export class Typing<M extends Mark> {
  readonly #documents = new Map<string, TypedDocument<M>>();
  #active = false;
  #lastKey = Number.NEGATIVE_INFINITY;
  #waiting: (() => void)[] = [];

  /** Somebody is typing. */
  get active(): boolean {
    return this.#active;
  }

  /** The time since something was typed, in milliseconds. */
  get sinceLastKey(): number {
    return performance.now() - this.#lastKey;
  }

  /** A document was opened, or has another text now. */
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

  /** What to tell about a document of which `fresh` is true now. */
  steady(key: string, fresh: readonly M[]): readonly M[] {
    const document = this.#documents.get(key);
    if (!document) return fresh;
    const { text, shown, typed } = document;
    document.shown = this.#active && shown ? steadyMarks(text, shown, fresh, typed) : fresh;
    return document.shown;
  }

  /** Typing rests, so everything may be said. */
  rest(): void {
    this.#active = false;
    this.#lastKey = Number.NEGATIVE_INFINITY;
    for (const document of this.#documents.values()) document.typed = [];
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Resolves when typing rests. */
  rested(): Promise<void> {
    return this.#active ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve();
  }
}

/** Letter after letter makes one range. */
function joined(ranges: readonly Range[]): readonly Range[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
