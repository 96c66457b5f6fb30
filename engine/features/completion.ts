import type { Range } from "../text/range.ts";

/** One completion item. */
export interface Completion {
  readonly label: string;
  readonly kind: "image" | "registry" | "tag" | "key" | "choice";
  /** A short description; `undefined` if the label is enough. */
  readonly detail: string | undefined;
  /** Text after the label, visible in the whole list: `Alpine`, `used here`. */
  readonly mark: string | undefined;
  /** The text to insert. */
  readonly text: string;
  /** The text to filter by. */
  readonly filter: string;
  /** Whether it works but is no longer maintained. */
  readonly ended: boolean;
}

/** All completion items, best first. */
export interface Completions {
  /** The typed text, up to the cursor. */
  readonly insert: Range;
  /** The same text, up to its end. */
  readonly replace: Range;
  readonly items: readonly Completion[];
  /** Whether there are more matches, so that the client should request the list again while the user types. */
  readonly isIncomplete: boolean;
}
