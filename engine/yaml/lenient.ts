import { lineEnd, lineStart } from "./trivia.ts";

/** Quoted strings of one line. */
export const quoted = /"(?:\\.|[^"\\])*"|'(?:''|[^'])*'/g;

/** Whether the line of an offset begins with a closing bracket or a tab, which only brackets allow. */
export function closesBracket(text: string, offset: number): boolean {
  return /^(?: *\t|[ \t]*[\]}])/.test(text.slice(lineStart(text, offset), lineEnd(text, offset)));
}

/**
 * A text of the same length in which the line of an offset continues the line above, without the comment of
 * that line.
 *
 * Inside brackets, the specification requires each line to be indented more than the key. go-yaml does not,
 * and most people put a closing bracket right below its key.
 */
export function joinLine(text: string, offset: number): string {
  const start = lineStart(text, offset);
  if (start === 0) return text;
  const above = lineStart(text, start - 1);
  const end = lineEnd(text, above);
  const plain = text.slice(above, end).replace(quoted, (token) => "x".repeat(token.length));
  const comment = /(?:^|\s)#/.exec(plain);
  const from = comment ? above + comment.index : end;
  return text.slice(0, from) + " ".repeat(offset - from) + text.slice(offset);
}
