import { lineEnd, lineStart, nextLine } from "../trivia.ts";

/** A pair or an item in block style whose lines are removed. */
export interface Removed {
  /** The start of its key or its dash. */
  readonly start: number;
  readonly end: number;
  /** Keys, or the text of an item, which a comment about it would mention. */
  readonly names: readonly string[];
  /** The names of its remaining siblings. */
  readonly others: readonly string[];
  readonly isLast: boolean;
}

/**
 * The start of the comment lines above a removed line that refer only to it, else the start of the line itself.
 *
 * A comment above several keys might refer to all of them. It belongs to the first key alone if nothing follows that it
 * could refer to, if the next key is separated by a comment or a blank line, or if it mentions no other key.
 */
export function ownCommentStart(text: string, { start, end, names, others, isLast }: Removed): number {
  const from = lineStart(text, start);
  const indent = text.slice(from, start);
  // A comment above a top-level key can be about the whole file.
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

/** Fields that are commented out refer only to themselves. */
const looksLikeYaml = /^[ \t]*#+[ \t]*(?:- |[\w./-]+:(?:[ \t]|$))/m;

function above(text: string, from: number): number | undefined {
  return from === 0 ? undefined : lineStart(text, from - 1);
}

/** Whether a comment mentions a name, however it writes the words: `hostNetwork`, `host network`. */
function mentions(comment: string, name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[\W_]+/)
    .filter((word) => word !== "");
  if (words.length === 0) return false;
  return new RegExp(`(?<![A-Za-z0-9])${words.join("[\\W_]*")}(?![A-Za-z0-9])`, "i").test(comment);
}
