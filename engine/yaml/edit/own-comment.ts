import { lineEnd, lineStart, nextLine } from "../trivia.ts";

/** A pair or an item in block style whose lines are to go. */
export interface Removed {
  /** Where its key or its dash begins. */
  readonly start: number;
  readonly end: number;
  /** Keys, or the text of an item: what a comment on it would mention. */
  readonly names: readonly string[];
  /** The same of what stays beside it. */
  readonly others: readonly string[];
  readonly isLast: boolean;
}

/**
 * Where the comment lines begin that stand above what is removed and speak of it alone, else where its own line begins.
 *
 * A comment above several keys may speak of them all. It belongs to the first one alone where nothing follows that it
 * could speak of, where the next one is set off by a comment or a blank line of its own, or where it mentions no other.
 */
export function ownCommentStart(text: string, { start, end, names, others, isLast }: Removed): number {
  const from = lineStart(text, start);
  const indent = text.slice(from, start);
  // Above a key at the margin stands what is said of the whole file.
  if (!/^[ \t]+$/.test(indent)) return from;
  let first = from;
  for (let line = above(text, first); line !== undefined; line = above(text, first)) {
    if (!text.startsWith(`${indent}#`, line)) break;
    first = line;
  }
  if (first === from) return from;
  const comment = text.slice(first, from);
  if (looksLikeYaml.test(comment) || others.some((name) => mentions(comment, name))) return from;
  const next = text.slice(nextLine(text, end), lineEnd(text, nextLine(text, end))).trim();
  const standsAlone = isLast || next === "" || next.startsWith("#");
  return standsAlone || names.some((name) => mentions(comment, name)) ? first : from;
}

/** Fields that are commented out speak of themselves. */
const looksLikeYaml = /^[ \t]*#+[ \t]*(?:- |[\w./-]+:(?:[ \t]|$))/m;

function above(text: string, from: number): number | undefined {
  return from === 0 ? undefined : lineStart(text, from - 1);
}

/** Whether a comment says a name, in whatever way it writes its words: `hostNetwork`, `host network`. */
function mentions(comment: string, name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[\W_]+/)
    .filter((word) => word !== "");
  if (words.length === 0) return false;
  return new RegExp(`(?<![A-Za-z0-9])${words.join("[\\W_]*")}(?![A-Za-z0-9])`, "i").test(comment);
}
