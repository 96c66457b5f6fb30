import type { PlaceRange } from "../report.ts";
import { cellWidth, escapeControls, expandTabs } from "../terminal/text.ts";

type Paint = (text: string) => string;

/** How many code units of a long line are shown before and after the start of the finding. */
const reachBefore = 60;
const reachAfter = 100;
const context = 1;

/**
 * The source lines around a finding, with a squiggle under it. Empty if there is no text.
 *
 * @param hidden numbers of surrounding lines that must not be shown
 */
export function excerpt(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  { start: { line } }: PlaceRange,
  hidden: ReadonlySet<number>,
  mark: Paint,
  dim: Paint,
): readonly string[] {
  const from = lineStart(text, start);
  const to = lineEnd(text, start);
  if (from === to) return [];
  const gutter = String(line).length;
  const numbered = (number: number, source: string) =>
    `      ${dim(`${String(number).padStart(gutter)} |`)} ${source}`.trimEnd();
  const above: string[] = [];
  for (let at = from, number = line - 1; at > 0 && number >= line - context; number--) {
    const edge = lineBreakBefore(text, at);
    at = lineStart(text, edge);
    if (hidden.has(number)) break;
    above.unshift(numbered(number, dim(show(text.slice(at, Math.min(edge, at + reachAfter))))));
  }
  const left = Math.max(from, start - reachBefore);
  const right = Math.min(to, Math.max(start, Math.min(end, to)) + reachAfter, start + reachAfter);
  const stop = Math.min(Math.max(end, start), right);
  const lead = (from < left ? "…" : "") + show(text.slice(left, start));
  const target = show(text.slice(start, stop), cellWidth(lead));
  const tail = show(text.slice(stop, right), cellWidth(lead) + cellWidth(target)) + (right < to ? "…" : "");
  const squiggle = "^".repeat(Math.max(cellWidth(target), 1));
  return [
    ...above,
    numbered(line, lead + mark(target) + tail),
    `      ${" ".repeat(gutter)} ${dim("|")} ${" ".repeat(cellWidth(lead))}${mark(squiggle)}`,
  ];
}

function show(source: string, cells = 0): string {
  return expandTabs(escapeControls(source.replace(/^\ufeff/, "")), cells);
}

function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && !isBreak(text.charCodeAt(at - 1))) at--;
  return at;
}

function lineEnd(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
  return at;
}

/** The offset of the line break before a line. `\r\n` counts as one. */
function lineBreakBefore(text: string, start: number): number {
  return text.startsWith("\r\n", start - 2) ? start - 2 : start - 1;
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}
