import type { TextEdit } from "../text/range.ts";

interface Piece {
  /** A range of the first text; new text if it is absent. */
  readonly from?: { readonly start: number; readonly end: number };
  readonly text: string;
}

/** One set of edits with the effect of `first` and then `second`, whose offsets refer to the text after `first`. */
export function composeEdits(
  original: string,
  first: readonly TextEdit[],
  second: readonly TextEdit[],
): readonly TextEdit[] {
  return asEdits(original, apply(apply([whole(original)], first), second));
}

function whole(text: string): Piece {
  return { from: { start: 0, end: text.length }, text };
}

/** Walks through pieces and edits once, in parallel. */
function apply(pieces: readonly Piece[], edits: readonly TextEdit[]): readonly Piece[] {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const result: Piece[] = [];
  let index = 0;
  /** How much of the current piece is used or skipped, and its offset in the text. */
  let used = 0;
  let at = 0;
  const advance = (to: number, keep: boolean) => {
    while (at < to && index < pieces.length) {
      const piece = pieces[index]!;
      const end = Math.min(piece.text.length, used + to - at);
      if (keep && used < end) result.push(cut(piece, used, end));
      at += end - used;
      used = end;
      if (used < piece.text.length) continue;
      index++;
      used = 0;
    }
  };
  for (const { start, end, text } of ordered) {
    advance(start, true);
    result.push({ text });
    advance(end, false);
  }
  advance(Number.POSITIVE_INFINITY, true);
  return result;
}

function cut(piece: Piece, start: number, end: number): Piece {
  const text = piece.text.slice(start, end);
  return piece.from
    ? { from: { start: piece.from.start + start, end: piece.from.start + end }, text }
    : { text };
}

function asEdits(original: string, pieces: readonly Piece[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let inserted = "";
  const flush = (to: number) => {
    if (inserted !== "" || at < to) edits.push({ start: at, end: to, text: inserted });
    inserted = "";
  };
  for (const piece of pieces) {
    if (!piece.from) {
      inserted += piece.text;
      continue;
    }
    flush(piece.from.start);
    at = piece.from.end;
  }
  flush(original.length);
  return edits;
}
