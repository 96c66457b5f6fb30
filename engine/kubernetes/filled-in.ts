import { isPlaceholder } from "./placeholders.ts";
import type { Value } from "./value.ts";

/** Whether a value is replaced before the file is applied: it is a placeholder, or text with braces, brackets or parentheses. */
export function isFilledIn({ node, string }: Value): boolean {
  if (node?.kind === "map") return node.flow && node.pairs.length === 1 && node.pairs[0]!.value === undefined;
  if (node?.kind === "sequence")
    return node.flow && node.items.length === 1 && node.items[0]!.kind === "sequence";
  return string !== undefined && isFilledInText(string);
}

/** The same for a text alone. */
export function isFilledInText(text: string): boolean {
  return isPlaceholder(text) || inside.test(text);
}

/** A placeholder as a part of a text, or as all of it. Chainsaw evaluates texts in parentheses: `($namespace)`. */
const inside = /[{}]|@\w+@|%\w+%|__|^\[.*\]$|^\(.*\)$|^<|>$|^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/;
