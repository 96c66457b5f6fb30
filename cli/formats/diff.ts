import { structuredPatch } from "diff";
import type { Style } from "../terminal/style.ts";

/**
 * A unified diff for patch(1) and `git apply`.
 *
 * @param name a path with forward slashes
 * @param before the text, or `undefined` for a new file
 */
export function unifiedDiff(name: string, before: string | undefined, after: string, look: Style): string {
  const { hunks } = structuredPatch(name, name, before ?? "", after, "", "", { context: 3 });
  const from = before === undefined ? "/dev/null" : quoted(`a/${name}`);
  const lines = [look.bold(`--- ${from}`), look.bold(`+++ ${quoted(`b/${name}`)}`)];
  for (const { oldStart, oldLines, newStart, newLines, lines: body } of hunks) {
    lines.push(look.dim(`@@ -${reach(oldStart, oldLines)} +${reach(newStart, newLines)} @@`));
    for (const line of body) lines.push(painted(line, look));
  }
  return `${lines.join("\n")}\n`;
}

/** If a side of a hunk is empty, its line number is that of the line before. */
function reach(start: number, lines: number): string {
  return `${lines === 0 ? start - 1 : start},${lines}`;
}

function painted(line: string, look: Style): string {
  if (line.startsWith("+")) return look.added(line);
  if (line.startsWith("-")) return look.removed(line);
  return line;
}

/** Git's quoted form for names that cannot appear unquoted in a diff header. */
function quoted(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters must be quoted
  if (!/[\u0000-\u001f"\\\u007f]/.test(name)) return name.includes(" ") ? `${name}\t` : name;
  return JSON.stringify(name);
}
