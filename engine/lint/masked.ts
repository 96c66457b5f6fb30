import { confidentialRanges, hidden } from "../kubernetes/confidential.ts";
import type { Range } from "../text/range.ts";
import { readFile, type SourceFile } from "./file.ts";

/** The ranges of values in a file that must not be printed. */
export function confidentialIn({ entries }: SourceFile): readonly Range[] {
  return entries.flatMap(({ start, entry }) =>
    confidentialRanges(entry.document).map((range) => ({
      start: range.start + start,
      end: range.end + start,
    })),
  );
}

/** The text with a placeholder for each value that must not be printed. */
export function maskedText(uri: string, text: string): string {
  const edits = confidentialIn(readFile(uri, text))
    .filter(({ start, end }) => start < end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let at = 0;
  let masked = "";
  for (const { start, end } of edits) {
    if (end <= at) continue;
    const from = Math.max(at, start);
    masked += text.slice(at, from) + text.slice(from, end).replace(/[^\s#](?:[^\r\n]*\S)?/g, hidden);
    at = end;
  }
  return masked + text.slice(at);
}
