import type { Document } from "../documents/document.ts";
import type { YamlNode } from "../yaml/node.ts";
import { lineEnd, lineStart, nextLine } from "../yaml/trivia.ts";

export type SuppressionScope = "line" | "document" | "file";

/** A comment that silences findings: `# kubewright-ignore rule-id, other-rule: why`. Offsets count from the document. */
export interface Suppression {
  readonly document: Document;
  readonly scope: SuppressionScope;
  readonly rules: readonly { readonly id: string; readonly start: number; readonly end: number }[];
  /** What is written behind the colon; `undefined` where no reason is given. */
  readonly reason: string | undefined;
  /** The comment, from its `#` on. */
  readonly start: number;
  readonly end: number;
  /** The line of code that it speaks of, for the scope `line`. */
  readonly line: { readonly start: number; readonly end: number };
}

const marker = "kubewright-ignore";
const comment =
  /#[ \t]*kubewright-ignore(?:-(document|file))?(?=[\s:]|$)[ \t]*([^:\r\n]*)(?::[ \t]*([^\r\n]*))?/g;

/** The suppressions in a document; text inside scalars is no comment. */
export function suppressionsOf(document: Document): readonly Suppression[] {
  const { text, tree } = document;
  if (!text.includes(marker)) return [];
  const found: Suppression[] = [];
  for (const match of text.matchAll(comment)) {
    const start = match.index;
    if (start > 0 && !/\s/.test(text[start - 1]!)) continue;
    if (tree.root && isInsideScalar(tree.root, start)) continue;
    const ids = start + match[0].indexOf(match[2]!, match[0].indexOf(marker) + marker.length);
    const rules = [...match[2]!.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({
      id,
      start: ids + index,
      end: ids + index + id.length,
    }));
    found.push({
      document,
      scope: (match[1] as "document" | "file" | undefined) ?? "line",
      rules,
      reason: match[3]?.trim() || undefined,
      start,
      end: start + match[0].trimEnd().length,
      line: lineSpokenOf(text, start),
    });
  }
  return found;
}

/** A comment behind code speaks of its own line; a comment alone speaks of the next line that is none. */
function lineSpokenOf(text: string, at: number): { start: number; end: number } {
  let start = lineStart(text, at);
  if (text.slice(start, at).trim() !== "") return { start, end: lineEnd(text, at) };
  do start = nextLine(text, start);
  while (start < text.length && /^[ \t]*(?:#|\r?\n)/.test(text.slice(start, lineEnd(text, start) + 1)));
  return { start, end: lineEnd(text, start) };
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
