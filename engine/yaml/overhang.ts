import { type Line, lineBelow } from "./line.ts";
import type { YamlProblem } from "./node.ts";

/**
 * The problem of a list item whose first line is indented more than the rest: `-   name: web` above `  image:
 * web`.
 *
 * The line below is to the right of the dash, so it can only be a part of this item.
 */
export function overhangOf(text: string, line: Line): YamlProblem | undefined {
  const { start, content } = line;
  const dash = text.lastIndexOf("-", content - 1);
  const first = /^([\w./-]+):(?!\S)[ \t]*([^#\s])?/.exec(text.slice(content, line.end));
  const below = lineBelow(text, line);
  if (content === start + line.indent || !first || !below) return undefined;
  const [, key, value] = first as unknown as [string, string, string | undefined];
  const surplus = content - start - below.indent;
  // The lines of a block scalar can be indented arbitrarily.
  if (surplus <= 0 || below.indent < dash + 2 - start || value === "|" || value === ">") return undefined;
  const problem: YamlProblem = {
    code: "syntax",
    start: content,
    end: content + key.length,
    message: `The key "${key}" is indented ${columns(surplus)} more than the rest of its list item`,
  };
  const rest = text.slice(below.start + below.indent, below.end);
  // The key below a key without a value might be meant as its child.
  const isSure = value === undefined ? /^- /.test(rest) : /^[\w./-]+:(?!\S)/.test(rest);
  if (!isSure) return problem;
  const edits = [{ start: content - surplus, end: content, text: "" }];
  return { ...problem, remedy: { title: `Align "${key}" with the rest of its list item`, edits } };
}

export function columns(count: number): string {
  return count === 1 ? "1 column" : `${count} columns`;
}
