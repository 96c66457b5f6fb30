import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyEdits,
  changeBetween,
  isTyped,
  type Mark,
  rangeAfter,
  steadyMarks,
  typedRange,
} from "../../../engine/index.ts";

describe("the change between two texts", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 12 });
  const long = fc
    .tuple(fc.constantFrom("", "a".repeat(9000), "ab\n".repeat(4000)), text)
    .map(([a, b]) => a + b);

  test("turns one into the other, and is minimal", () => {
    fc.assert(
      fc.property(fc.oneof(text, long), fc.oneof(text, long), (before, after) => {
        const change = changeBetween(before, after);
        expect(applyEdits(before, [change]) === after).toBe(true);
        if (change.text !== "") expect(change.text[0]).not.toBe(before.slice(change.start, change.end)[0]);
      }),
    );
  });

  test("moves ranges after it and extends ranges around it", () => {
    const edit = { start: 4, end: 6, text: "abc" };
    expect(rangeAfter({ start: 0, end: 4 }, edit)).toEqual({ start: 0, end: 4 });
    expect(rangeAfter({ start: 6, end: 9 }, edit)).toEqual({ start: 7, end: 10 });
    expect(rangeAfter({ start: 3, end: 8 }, edit)).toEqual({ start: 3, end: 9 });
    expect(rangeAfter({ start: 5, end: 6 }, edit)).toEqual({ start: 4, end: 7 });
  });
});

test.each([
  ["a letter", "a", true],
  ["an indented line break", "\n      ", true],
  ["an accepted completion", "docker.io/library/nginx", true],
  ["a few keys that an editor sends at once", "\n  kind", true],
  ["a pasted block", "\n  kind: Pod\n  name: web", false],
])("%s is typed: %s", (_what, text, typed) => {
  expect(isTyped({ start: 0, end: 0, text })).toBe(typed);
});

describe("while the user types", () => {
  const mark = (text: string, at: string, message = at, code = "rule"): Mark => {
    const start = text.indexOf(at);
    return { start, end: start + at.length, code, message };
  };
  const text = "name: web\nimage: nginx:1\nport: 80\n";
  const typed = [typedRange({ start: text.indexOf(":1"), end: text.indexOf(":1"), text: ":1" })];

  test("nothing new is shown", () => {
    expect(steadyMarks(text, [], [mark(text, "web"), mark(text, "nginx")], typed)).toEqual([]);
  });

  test("a fixed problem disappears on the line being typed and stays elsewhere", () => {
    const shown = [mark(text, "web"), mark(text, "nginx"), mark(text, "80")];
    expect(steadyMarks(text, shown, [], typed)).toEqual([mark(text, "web"), mark(text, "80")]);
  });

  test("a remaining problem follows its text and keeps its message", () => {
    const shown = [mark(text, "nginx", "as it was")];
    const fresh = [mark(text, "nginx:1", "as it is")];
    expect(steadyMarks(text, shown, fresh, typed)).toEqual([mark(text, "nginx:1", "as it was")]);
  });

  test("a line that only got a line break at its end does not count as typed", () => {
    const broken = [typedRange({ start: 9, end: 9, text: "\n" })];
    expect(steadyMarks(text, [mark(text, "web")], [], broken)).toEqual([mark(text, "web")]);
  });
});
