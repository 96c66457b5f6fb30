import { lineEnd, lineStart, nextLine } from "./trivia.ts";

/** One line of the text, without its line break. */
export interface Line {
  readonly start: number;
  readonly end: number;
  /** Offset of the first character that is neither a space nor the dash of a list item. */
  readonly content: number;
  readonly indent: number;
}

export function lineAt(text: string, offset: number): Line {
  const start = lineStart(text, offset);
  const end = lineEnd(text, start);
  const lead = /^[ \t]*(?:- +)*/.exec(text.slice(start, Math.min(end, start + 1000)))![0];
  const indent = /^ */.exec(lead)![0].length;
  return { start, end, content: Math.min(start + lead.length, end), indent };
}

/** The line of an offset; if it is blank, the one above it. */
export function lineOf(text: string, offset: number): Line {
  const line = lineAt(text, Math.min(offset, text.length));
  return isWritten(text, line) ? line : (lineAbove(text, line) ?? line);
}

export function lineAbove(text: string, line: Line): Line | undefined {
  for (let { start } = line, steps = 0; 0 < start && steps < 1000; steps++) {
    const above = lineAt(text, start - 1);
    if (isWritten(text, above)) return above;
    start = above.start;
  }
  return undefined;
}

/** The nearest line above that is indented less. */
export function lessIndented(text: string, line: Line): Line | undefined {
  let above = lineAbove(text, line);
  for (let steps = 0; above && line.indent <= above.indent && steps < 100; steps++)
    above = lineAbove(text, above);
  return above && above.indent < line.indent ? above : undefined;
}

export function isWritten(text: string, { start, end }: Line): boolean {
  return !/^\s*(?:#|---(?:\s|$)|$)/.test(text.slice(start, Math.min(end, start + 1000)));
}

/** The nearest line below that is not blank. */
export function lineBelow(text: string, line: Line): Line | undefined {
  let start = nextLine(text, line.end);
  for (let steps = 0; start < text.length && steps < 1000; steps++) {
    const below = lineAt(text, start);
    if (isWritten(text, below)) return below;
    start = nextLine(text, start);
  }
  return undefined;
}
