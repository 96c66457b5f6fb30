import type { Document } from "../documents/document.ts";
import type { Range } from "../text/range.ts";
import type { YamlNode } from "../yaml/node.ts";
import { lineEnd, lineStart, nextLine } from "../yaml/trivia.ts";

/** Where a pattern that starts with `#` matches comments; the same text inside scalars is none. */
export function commentsIn({ text, tree }: Document, pattern: RegExp): readonly RegExpExecArray[] {
  return [...text.matchAll(pattern)].filter(({ index }) => {
    if (index > 0 && !/\s/.test(text[index - 1]!)) return false;
    return !(tree.root && isInsideScalar(tree.root, index));
  });
}

/**
 * The code that a comment speaks of: its own line where it stands behind code, else the next line that is none.
 *
 * @param block with all that is written below that line; in front of all of a document it is the document
 */
export function spokenOf({ text }: Document, at: number, block: boolean): Range {
  const own = lineStart(text, at);
  const behind = text.slice(own, at).trim() !== "";
  const start = behind ? own : nextCode(text, nextLine(text, own));
  const end = lineEnd(text, start);
  if (!block) return { start, end };
  if (!behind && /^(?:\uFEFF?[ \t]*(?:#[^\n]*|---[ \t]*)?\r?\n)*$/.test(text.slice(0, start)))
    return { start: 0, end: text.length };
  return { start, end: blockEnd(text, start) };
}

/** The start of the first line from `at` on that is neither empty nor a comment. */
function nextCode(text: string, at: number): number {
  let start = at;
  while (start < text.length && isNoCode(text, start)) start = nextLine(text, start);
  return start;
}

/** The end of the last line that is indented deeper, or is an item of the list that a key has. */
function blockEnd(text: string, start: number): number {
  const depth = indentation(text, start);
  const isItem = text[start + depth] === "-";
  let end = lineEnd(text, start);
  for (let at = nextLine(text, start); at < text.length; at = nextLine(text, at)) {
    if (isNoCode(text, at)) continue;
    const own = indentation(text, at);
    const belongs =
      depth < own || (own === depth && !isItem && /^-[ \t\r\n]/.test(text.slice(at + own, at + own + 2)));
    if (!belongs) break;
    end = lineEnd(text, at);
  }
  return end;
}

function indentation(text: string, start: number): number {
  let at = start;
  while (text[at] === " ") at++;
  return at - start;
}

function isNoCode(text: string, start: number): boolean {
  let at = start;
  while (text[at] === " " || text[at] === "\t") at++;
  return at === text.length || text[at] === "#" || text[at] === "\n" || text[at] === "\r";
}

function isInsideScalar(node: YamlNode, at: number): boolean {
  if (at < node.start || node.end <= at) return false;
  if (node.kind === "scalar") return true;
  if (node.kind === "sequence") return node.items.some((item) => isInsideScalar(item, at));
  if (node.kind !== "map") return false;
  return node.pairs.some(
    ({ key, value }) => isInsideScalar(key, at) || (value !== undefined && isInsideScalar(value, at)),
  );
}
