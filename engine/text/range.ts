/** A half-open range of UTF-16 code unit offsets into one text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Replaces `range` of a text by `text`; an empty range inserts. */
export interface TextEdit extends Range {
  readonly text: string;
}

/** Whether the two ranges share a code unit, or are the same empty range. */
export function overlaps(a: Range, b: Range): boolean {
  return (a.start < b.end && b.start < a.end) || (a.start === b.start && a.end === b.end);
}

/** Applies edits that do not overlap; insertions at one offset keep their order. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const parts: string[] = [];
  let at = 0;
  for (const edit of ordered) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join("");
}
