import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeEdits } from "../../engine/fix/compose.ts";
import { lineTable } from "../../engine/text/lines.ts";
import { applyEdits, type TextEdit } from "../../engine/text/range.ts";
import { runs, seed } from "../seed.ts";

const texts = fc
  .array(fc.constantFrom("a", "b: c", "\n", "\r\n", "\r", "\t", "😀", "e\u0301", "\uFEFF", "\u2028"), {
    maxLength: 30,
  })
  .map((parts) => parts.join(""));

describe("lines and UTF-16 columns", () => {
  it("convert back to the original offset", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const table = lineTable(text);
        for (let offset = 0; offset <= text.length; offset++)
          expect(table.offsetAt(table.positionAt(offset))).toBe(offset);
      }),
      { numRuns: runs(1000), seed },
    );
  });

  it("count as specified in the language server protocol", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const table = lineTable(text);
        const lines = text.split(/\r\n|\r|\n/);
        expect(table.lineCount).toBe(lines.length);
        lines.forEach((line, at) => {
          const start = table.offsetAt({ line: at, character: 0 });
          expect(text.startsWith(line, start)).toBe(true);
          expect(table.positionAt(start + line.length)).toEqual({ line: at, character: line.length });
        });
      }),
      { numRuns: runs(1000), seed },
    );
  });

  it("are clamped to the text", () => {
    const table = lineTable("a\r\nb");
    expect(table.offsetAt({ line: 9, character: 0 })).toBe(4);
    expect(table.offsetAt({ line: 1, character: 9 })).toBe(4);
    expect(table.offsetAt({ line: 0, character: 9 })).toBeLessThanOrEqual(3);
  });
});

/** Non-overlapping edits of a text, from random numbers. */
function editsOf(text: string, drawn: readonly (readonly [number, number, string])[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  for (const [gap, length, insert] of drawn) {
    const start = at + gap;
    const end = start + length;
    if (text.length < end) break;
    edits.push({ start, end, text: insert });
    // The order of two insertions at the same place would be undefined.
    at = end + 1;
  }
  return edits;
}

const draws = fc.array(
  fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 4 }), fc.constantFrom("", "x", "yy\n", "😀")),
  { maxLength: 6 },
);

describe("two series of edits as one", () => {
  it("have the same result as one after the other", () => {
    fc.assert(
      fc.property(texts, draws, draws, (text, one, other) => {
        const first = editsOf(text, one);
        const between = applyEdits(text, first);
        const second = editsOf(between, other);
        const both = composeEdits(text, first, second);
        expect(applyEdits(text, both)).toBe(applyEdits(between, second));
        both.forEach(({ start, end }, at) => {
          expect(start).toBeLessThanOrEqual(end);
          expect(both[at + 1]?.start ?? text.length).toBeGreaterThanOrEqual(end);
        });
      }),
      { numRuns: runs(3000), seed },
    );
  });
});
