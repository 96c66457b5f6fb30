import { distance } from "fastest-levenshtein";

/** Whether one word is probably the other with a slip of the finger; words that differ in a number are two words. */
export function isTypo(written: string, meant: string): boolean {
  const length = Math.max(written.length, meant.length);
  // Most words are told apart by their lengths and by what they begin or end with.
  if (length - Math.min(written.length, meant.length) > 2) return false;
  if (written[0] !== meant[0] && written.at(-1) !== meant.at(-1)) return false;
  const far = distance(written, meant);
  if (far === 0 || far > 2 || isNumbered(written, meant)) return false;
  return far <= (length < 4 ? 0 : length < 8 ? 1 : 2) || sorted(written) === sorted(meant);
}

function isNumbered(a: string, b: string): boolean {
  return a.replace(/\d+/g, "") === b.replace(/\d+/g, "");
}

function sorted(text: string): string {
  return [...text].sort().join("");
}

/** What two words of which one is a slip for the other have in common: an end, and nearly the length. */
export function shapesOf(word: string): readonly string[] {
  return shapes(word, word.length);
}

/** The shapes of all words that a word may be a slip for; each of those has at least one of them. */
export function shapesNear(word: string): readonly string[] {
  return [-2, -1, 0, 1, 2].flatMap((more) => shapes(word, word.length + more));
}

function shapes(word: string, length: number): readonly string[] {
  return [`^${word[0]}${length}`, `${length}${word.at(-1)}$`];
}
