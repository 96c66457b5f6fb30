import type { Document } from "../documents/document.ts";
import type { Range } from "../text/range.ts";
import type { YamlNode } from "../yaml/node.ts";
import { lineEnd, lineStart, nextLine } from "../yaml/trivia.ts";

/** A comment that a pattern matches, and the code that it refers to. */
export interface Comment {
  readonly match: RegExpExecArray;
  /** Its own line if it follows code, otherwise the next line that is not a comment. */
  readonly line: Range;
  /** That line with everything nested below it; the document, if the comment precedes all of its content. */
  readonly block: Range;
}

/** The comments that match a pattern starting with `#`, in order. The same text inside a scalar is not a comment. */
export function commentsIn(document: Document, pattern: RegExp): readonly Comment[] {
  const { text, tree } = document;
  const matches = [...text.matchAll(pattern)].filter(
    ({ index }) => index === 0 || /\s/.test(text[index - 1]!),
  );
  if (matches.length === 0) return [];
  const scalars = tree.root ? scalarsOf(tree.root) : [];
  const first = nextCode(text, 0);
  const blockEnds = new Map<number, number>();
  let scalar = 0;
  let code = -1;
  return matches.flatMap((match): Comment[] => {
    const at = match.index;
    while (scalar < scalars.length && scalars[scalar]!.end <= at) scalar++;
    if (scalar < scalars.length && scalars[scalar]!.start <= at) return [];
    const ownLine = lineStart(text, at);
    const behind = text.slice(ownLine, at).trim() !== "";
    // Many comments can precede one line, so the result for one is reused for the next.
    if (code < ownLine) code = nextCode(text, ownLine);
    const start = behind ? ownLine : code;
    const line = { start, end: lineEnd(text, start) };
    if (!behind && start <= first) return [{ match, line, block: { start: 0, end: text.length } }];
    const end = blockEnds.get(start) ?? blockEnd(text, start);
    blockEnds.set(start, end);
    return [{ match, line, block: { start, end } }];
  });
}

/** The start of the first line from `at` on that is neither empty, nor a comment, nor a document marker. */
function nextCode(text: string, at: number): number {
  let start = at;
  while (start < text.length && isNoCode(text, start)) start = nextLine(text, start);
  return start;
}

/** The end of the last line that is indented deeper, or is an item of the key's list. */
function blockEnd(text: string, start: number): number {
  const depth = indentation(text, start);
  const isItem = text[start + depth] === "-";
  let end = lineEnd(text, start);
  for (let at = nextLine(text, start); at < text.length; at = nextLine(text, at)) {
    if (isNoCode(text, at)) continue;
    const keyIndentation = indentation(text, at);
    const opensItem = /^-[ \t\r\n]/.test(text.slice(at + keyIndentation, at + keyIndentation + 2));
    if (!(depth < keyIndentation || (keyIndentation === depth && !isItem && opensItem))) break;
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
  while (text[at] === " " || text[at] === "\t" || text[at] === "\uFEFF") at++;
  return (
    at === text.length ||
    text[at] === "#" ||
    text[at] === "\n" ||
    text[at] === "\r" ||
    (at === start && text.startsWith("---", at) && /\s|^$/.test(text.slice(at + 3, at + 4)))
  );
}

/** The scalars of a tree in text order. */
function scalarsOf(root: YamlNode): readonly Range[] {
  const ranges: Range[] = [];
  const visit = (node: YamlNode | undefined) => {
    if (node?.kind === "scalar") ranges.push(node);
    else if (node?.kind === "sequence") for (const item of node.items) visit(item);
    else if (node?.kind === "map") {
      for (const { key, value } of node.pairs) {
        visit(key);
        visit(value);
      }
    }
  };
  visit(root);
  return ranges;
}
