/**
 * Expands a snippet as an editor does when its user only presses Tab.
 * Grammar: https://code.visualstudio.com/docs/editing/userdefinedsnippets#_grammar (tab stops, placeholders,
 * choices; our snippets use neither variables nor transforms).
 */

/** @returns the text with the defaults in place: a choice gives its first entry, a mirror the text of its stop. */
export function expand(body: string): string {
  const defaults = new Map<string, string>();
  let text = body;
  // A mirror can stand before the stop that it repeats, and a default can hold another stop.
  for (;;) {
    const next = read(text, defaults);
    if (next === text) return next.replace(/\\([$}\\])/g, "$1");
    text = next;
  }
}

const stop = /(?<!\\)\$(?:(\d+)|\{(\d+)(?::((?:\\.|[^\\{}$])*)|\|((?:\\.|[^\\|])*)\|)?\})/g;

/** Replaces the stops whose text is known by now, innermost first. */
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

/** Inserts a block the way an editor does: lines after the first take the indentation of the place. */
export function insertAt(indentation: number, block: string): string {
  return block.replaceAll("\n", `\n${" ".repeat(indentation)}`);
}
