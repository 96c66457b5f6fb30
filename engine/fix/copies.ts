import type { IsAlike } from "../edits/edit.ts";
import type { SourceFile } from "../lint/file.ts";
import type { TextEdit } from "../text/range.ts";

/**
 * The edit that removes a document with one resource, if its text equals that of the nearest document above with a
 * matching resource: applying the second copy changes nothing.
 */
export function removeCopy({ entries }: SourceFile, at: number, isAlike: IsAlike): TextEdit | undefined {
  const copy = entries[at];
  let above = at - 1;
  while (0 <= above && !entries[above]!.entry.resources.some(isAlike)) above--;
  if (copy?.entry.resources.length !== 1 || above < 0) return undefined;
  const { text } = copy.entry.document;
  // After a `...` line a document can start without a marker, and would become part of the one above.
  const next = entries[at + 1]?.entry.document.text;
  if (next !== undefined && !next.startsWith("---")) return undefined;
  if (contentOf(text) !== contentOf(entries[above]!.entry.document.text)) return undefined;
  return { start: copy.start, end: copy.start + text.length, text: "" };
}

/** The text of a document without its `---` line and trailing whitespace. */
function contentOf(text: string): string {
  return text.replace(/^\uFEFF?(?:---[ \t]*\r?\n)?/, "").trimEnd();
}
