import type { Range, TextEdit } from "./range.ts";

const block = 4096;

/** The one edit that turns a text into another, without their common prefix and suffix. */
export function changeBetween(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  // Long texts are compared in blocks first, which is much faster.
  while (before.slice(start, start + block) === after.slice(start, start + block) && start < shorter) {
    start = Math.min(start + block, shorter);
  }
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = before.length;
  let to = after.length;
  while (
    start + block <= Math.min(end, to) &&
    before.slice(end - block, end) === after.slice(to - block, to)
  ) {
    end -= block;
    to -= block;
  }
  while (start < end && start < to && before.charCodeAt(end - 1) === after.charCodeAt(to - 1)) {
    end--;
    to--;
  }
  return { start, end, text: after.slice(start, to) };
}

/** The range of a text after an edit. Text that is inserted at its end does not belong to it. */
export function rangeAfter(range: Range, edit: TextEdit): Range {
  if (range.end <= edit.start) return range;
  const grown = edit.text.length - (edit.end - edit.start);
  if (edit.end <= range.start) return { start: range.start + grown, end: range.end + grown };
  return {
    start: Math.min(range.start, edit.start),
    end: range.end < edit.end ? edit.start + edit.text.length : range.end + grown,
  };
}
