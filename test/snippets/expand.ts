/**
 * Expands a snippet like an editor whose user only presses Tab. Grammar:
 * https://code.visualstudio.com/docs/editing/userdefinedsnippets#_grammar (tab stops, placeholders, choices;
 * our snippets use neither variables nor transforms).
 */

/** @returns the text with the defaults: a choice gives its first entry, a mirror the text of its stop. */
export function expand(body: string): string {
  const defaults = new Map<string, string>();
  let text = body;
  // A mirror can come before the stop that it repeats, and a default can contain another stop.
  for (;;) {
    const next = read(text, defaults);
    if (next === text) return next.replace(/\\([$}\\])/g, "$1");
    text = next;
  }
}

const stop = /(?<!\\)\$(?:(\d+)|\{(\d+)(?::((?:\\.|[^\\{}$])*)|\|((?:\\.|[^\\|])*)\|)?\})/g;

/** Replaces the stops whose text is already known, innermost first. */
function read(text: string, defaults: Map<string, string>): string {
  for (const [, , number, placeholder, choices] of text.matchAll(stop)) {
    const value = placeholder ?? choices?.split(/(?<!\\),/)[0]?.replace(/\\([,|])/g, "$1");
    if (number !== undefined && value !== undefined && !defaults.has(number)) defaults.set(number, value);
  }
  const pending = /\$\{\d+[:|]/.test(text.replace(stop, ""));
  return text.replace(stop, (whole, bare?: string, braced?: string) => {
    const value = defaults.get(bare ?? braced ?? "");
    return value ?? (pending ? whole : "");
  });
}

/** Inserts a block like an editor: lines after the first get the indentation of the position. */
export function insertAt(indentation: number, block: string): string {
  return block.replaceAll("\n", `\n${" ".repeat(indentation)}`);
}
