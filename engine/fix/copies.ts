import type { IsAlike } from "../edits/edit.ts";
import type { SourceFile } from "../lint/file.ts";
import type { TextEdit } from "../text/range.ts";

/**
 * The edit that takes out a document of one resource, if the nearest one above it that has such a resource is the same
 * text: of two that are applied one after the other, the second changes nothing.
 */
export function removeCopy({ entries }: SourceFile, at: number, isAlike: IsAlike): TextEdit | undefined {
  const copy = entries[at];
  let above = at - 1;
  while (0 <= above && !entries[above]!.entry.resources.some(isAlike)) above--;
  if (copy?.entry.resources.length !== 1 || above < 0) return undefined;
  const { text } = copy.entry.document;
  // Behind the line "..." a document begins without a line that says so, and would become part of the one above.
  const next = entries[at + 1]?.entry.document.text;
  if (next !== undefined && !next.startsWith("---")) return undefined;
  if (contentOf(text) !== contentOf(entries[above]!.entry.document.text)) return undefined;
  return { start: copy.start, end: copy.start + text.length, text: "" };
}

/** The text of a document without the line that begins it and the white space that ends it. */
function contentOf(text: string): string {
  return text.replace(/^\uFEFF?(?:---[ \t]*\r?\n)?/, "").trimEnd();
}
