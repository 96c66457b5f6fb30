import type { Range } from "../text/range.ts";

/** One thing that could be written at the cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: "image" | "registry" | "tag" | "key" | "choice";
  /** What it is, in a few words; undefined where the label says it all. */
  readonly detail: string | undefined;
  /** A mark behind the label, to be seen in the whole list: `Alpine`, `used here`. */
  readonly mark: string | undefined;
  /** What is written. */
  readonly text: string;
  /** What the typed text is compared with. */
  readonly filter: string;
  /** It works, but nobody looks after it any more. */
  readonly ended: boolean;
}

/** Everything that could be written at the cursor, the best first. */
export interface Completions {
  /** The part that is being typed, up to the cursor. */
  readonly insert: Range;
  /** The same part, up to its end. */
  readonly replace: Range;
  readonly items: readonly Completion[];
  /** More fits than is listed, so the question is worth asking again when more is typed. */
  readonly isIncomplete: boolean;
}
