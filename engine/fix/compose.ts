import type { TextEdit } from "../text/range.ts";

interface Piece {
  /** A range of the first text, or new text where it is absent. */
  readonly from?: { readonly start: number; readonly end: number };
  readonly text: string;
}

/** Edits that do at once what `first` and then `second` (which counts in the text after `first`) do. */
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

function apply(pieces: readonly Piece[], edits: readonly TextEdit[]): readonly Piece[] {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let rest = pieces;
  let restAt = 0;
  const done: Piece[] = [];
  for (const edit of ordered) {
    const [before, after] = split(rest, edit.start - restAt);
    const [, behind] = split(after, edit.end - edit.start);
    done.push(...before, { text: edit.text });
    rest = behind;
    restAt = edit.end;
  }
  return [...done, ...rest];
}

function split(pieces: readonly Piece[], at: number): [readonly Piece[], readonly Piece[]] {
  const before: Piece[] = [];
  let left = at;
  for (const [index, piece] of pieces.entries()) {
    if (left < piece.text.length) {
      const head = cut(piece, 0, left);
      const tail = cut(piece, left, piece.text.length);
      return [left === 0 ? before : [...before, head], [tail, ...pieces.slice(index + 1)]];
    }
    before.push(piece);
    left -= piece.text.length;
  }
  return [before, []];
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
