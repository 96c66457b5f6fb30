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
