import { distance } from "fastest-levenshtein";

/** Whether one word is probably a typo for the other. Words that differ in a number are different words. */
export function isTypo(written: string, meant: string): boolean {
  const length = Math.max(written.length, meant.length);
  // Most words differ in their length or in their first or last letters.
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

/** Keys that two words share if one is a typo for the other: an end, and nearly the length. */
export function shapesOf(word: string): readonly string[] {
  return shapes(word, word.length);
}

/** The keys of all words that a word can be a typo for; each of those words has at least one of them. */
export function shapesNear(word: string): readonly string[] {
  return [-2, -1, 0, 1, 2].flatMap((more) => shapes(word, word.length + more));
}

function shapes(word: string, length: number): readonly string[] {
  return [`^${word[0]}${length}`, `${length}${word.at(-1)}$`];
}
