/** `get, list and watch` */
export function sentenceList(words: readonly string[], conjunction: "and" | "or" = "and"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${conjunction} ${words.at(-1)}`;
}

/** `"get" and "list"` */
export function quotedList(words: readonly string[]): string {
  return sentenceList(shortened(words.map((word) => `"${word}"`)));
}

/** Up to five words, or the first three and the number of the rest: `pods, services, secrets, 4 more`. */
export function shortened(words: readonly string[]): readonly string[] {
  return words.length <= 5 ? words : [...words.slice(0, 3), `${words.length - 3} more`];
}
