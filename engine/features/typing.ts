import type { Range, TextEdit } from "../text/range.ts";
import type { Completions } from "./completion.ts";

/** A range of text with a diagnostic. */
export interface Mark extends Range {
  /** The kind of the diagnostic. */
  readonly code: string;
  readonly message: string;
}

/** More characters than a user types between two messages of an editor that batches keystrokes. */
const mostTypedAtOnce = 12;

/** Whether an edit comes from typing or deleting. Pasted blocks, snippets and undone deletions span several lines. */
export function isTyped({ text }: TextEdit): boolean {
  return !/[\r\n]/.test(text) || text.replace(/\s/g, "").length < mostTypedAtOnce;
}

/** The typed part of an edit, without leading and trailing line breaks. */
export function typedRange({ start, text }: TextEdit): Range {
  const from = text.length - text.replace(/^[\r\n]+/, "").length;
  const to = text.replace(/[\r\n]+$/, "").length;
  return { start: start + from, end: start + Math.max(from, to) };
}

/**
 * The marks to show while the user types: those that are already shown. They keep their messages and move with the text.
 * A mark on an edited line disappears as soon as the line is fine. Elsewhere it stays, because a half-typed line can make
 * the rest of the file invalid.
 *
 * @param shown their ranges in the current text
 * @param typed what was typed since the last pause
 */
export function steadyMarks<M extends Mark>(
  text: string,
  shown: readonly M[],
  fresh: readonly M[],
  typed: readonly Range[],
): readonly M[] {
  const lines = typed.map((range) => wholeLines(text, range));
  const byLine = new Map<string, M[]>();
  const keyOf = (mark: M) => `${wholeLines(text, mark).start} ${mark.code}`;
  for (const mark of fresh) {
    const key = keyOf(mark);
    const marks = byLine.get(key);
    if (marks) marks.push(mark);
    else byLine.set(key, [mark]);
  }
  /** The fresh mark that corresponds to a shown one: the most similar one of its kind on its line. */
  const twinOf = (mark: M): M | undefined => {
    const twins = byLine.get(keyOf(mark)) ?? [];
    const twin =
      twins.find(({ start, message }) => start === mark.start && message === mark.message) ??
      twins.find(({ message }) => message === mark.message) ??
      twins.find(({ start }) => start === mark.start) ??
      twins[0];
    if (twin) twins.splice(twins.indexOf(twin), 1);
    return twin;
  };
  return shown
    .flatMap((mark) => {
      const twin = twinOf(mark);
      if (twin) return [{ ...mark, start: twin.start, end: twin.end }];
      const line = wholeLines(text, mark);
      return lines.some(({ start, end }) => start <= line.end && line.start <= end) ? [] : [mark];
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/**
 * Automatic suggestions while the user types. Enter must remain a line break, so there are suggestions only after
 * characters that cannot end a value: a space, a slash, or the colon before a tag. Any further text could be complete.
 */
export function completionsWhileTyping(found: Completions, text: string): Completions | undefined {
  const typed = text.slice(found.insert.start, found.insert.end);
  if (typed !== "" && !typed.endsWith("/")) return undefined;
  const items = found.items.filter((item) => item.filter.startsWith(typed) && !item.text.startsWith(" "));
  return items.length === 0 ? undefined : { ...found, items, isIncomplete: true };
}

/** A range extended to whole lines, without the last line break. */
function wholeLines(text: string, { start, end }: Range): Range {
  const after = text.indexOf("\n", end);
  const before = start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1;
  return { start: before, end: after < 0 ? text.length : after };
}
