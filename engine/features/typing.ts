import type { Range, TextEdit } from "../text/range.ts";
import type { Completions } from "./completion.ts";

/** A place in a text and what is said about it. */
export interface Mark extends Range {
  /** What kind of mark it is. */
  readonly code: string;
  readonly message: string;
}

/** More characters than a person types between two messages of an editor that collects keystrokes. */
const mostTypedAtOnce = 12;

/** Whether an edit comes from typing or deleting. Pasted blocks, snippets and undone deletions span lines of text. */
export function isTyped({ text }: TextEdit): boolean {
  return !/[\r\n]/.test(text) || text.replace(/\s/g, "").length < mostTypedAtOnce;
}

/** The part of an edited text that was typed, without the line breaks that only end another line or begin one. */
export function typedRange({ start, text }: TextEdit): Range {
  const from = text.length - text.replace(/^[\r\n]+/, "").length;
  const to = text.replace(/[\r\n]+$/, "").length;
  return { start: start + from, end: start + Math.max(from, to) };
}

/**
 * The marks to show while somebody types: those that are shown already. They keep what they say and follow their text.
 * A shown mark goes away at once when a line was typed on and is fine now. Elsewhere it stays, because half a line can
 * make the rest unreadable.
 *
 * @param shown where they are in the text as it is now
 * @param typed what was typed since the text last rested
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
  /** The fresh mark that stands for a shown one: of its kind on its line, and the most alike. */
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
 * What to offer unasked while somebody types, where Enter has to stay a line break: only what no value ends with has
 * suggestions, a space or a slash or the colon before a tag. Whatever is typed after that might be all of it.
 */
export function completionsWhileTyping(found: Completions, text: string): Completions | undefined {
  const typed = text.slice(found.insert.start, found.insert.end);
  if (typed !== "" && !typed.endsWith("/")) return undefined;
  const items = found.items.filter((item) => item.filter.startsWith(typed) && !item.text.startsWith(" "));
  return items.length === 0 ? undefined : { ...found, items, isIncomplete: true };
}

/** A range up to the ends of the lines that it touches, without the last line break. */
function wholeLines(text: string, { start, end }: Range): Range {
  const after = text.indexOf("\n", end);
  const before = start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1;
  return { start: before, end: after < 0 ? text.length : after };
}
