import type { Document } from "../documents/document.ts";
import type { Value } from "../kubernetes/value.ts";
import type { PlainValue } from "../yaml/edit/change.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/** Removes a field, or sets it to its default if it has a comment that would otherwise be orphaned. */
export function removeOr(
  document: Document,
  value: Value,
  neutral: PlainValue,
  edit: EditBuilder,
): MaybeChange {
  return hasComment(document, value) ? edit.setValue(value, neutral) : edit.remove(value);
}

/** Whether a comment follows a value or is directly above its key. */
function hasComment({ text }: Document, { written, key }: Value): boolean {
  if (!written) return false;
  const behind = /^[ \t,}\]]*[ \t]#/.test(text.slice(written.end, lineEnd(text, written.end)));
  const start = text.lastIndexOf("\n", (key ?? written).start - 1);
  const above = start <= 0 ? "" : text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  return behind || /^[ \t]*#/.test(above);
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}
