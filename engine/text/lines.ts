/** A position as in LSP: zero-based line and UTF-16 code unit in that line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Converts between offsets and positions of one text. Lines end with `\n`, `\r\n` or `\r`. */
export interface LineTable {
  readonly lineCount: number;
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
}

export function lineTable(text: string): LineTable {
  const starts = lineStarts(text);
  return {
    lineCount: starts.length,
    positionAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= offset) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: offset - starts[low]! };
    },
    offsetAt({ line, character }) {
      if (line < 0) return 0;
      if (starts.length <= line) return text.length;
      const next = line + 1 < starts.length ? starts[line + 1]! : text.length;
      return Math.min(starts[line]! + character, next);
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  if (text.includes("\r")) {
    for (const match of text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length);
    return starts;
  }
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
