import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern } from "../../engine/patterns/pattern.ts";
import { searchText } from "../../engine/patterns/search.ts";
import type { Step } from "../../engine/patterns/steps.ts";
import { runs, seed } from "../seed.ts";

const options = { numRuns: runs(5000), seed };

/** A piece of a pattern with the same meaning in JavaScript and RE2. */
interface Piece {
  readonly text: string;
  /** It can match nothing at all. */
  readonly empty: boolean;
  /** A quantifier can follow it. */
  readonly repeatable: boolean;
  /** It repeats something that can match nothing, which each engine handles differently. */
  readonly open: boolean;
}

const letters = ["a", "b", "A", "k", "é", "É", "ß", "σ", "ς", "😀", "1", "_", "-", " ", "\n"];
const character: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...letters),
  fc.constantFrom("\\n", "\\t", "\\x41", "\\x7f", "\\.", "\\*", "\\\\", "\\]", "\\^"),
);
const range = fc.constantFrom("a-c", "A-z", "0-9", "\\x20-\\x7e", " -\\/", "\\n-Z", "α-ω", "😀-😂");
const bracket = fc
  .tuple(
    fc.constantFrom("[", "[^"),
    fc.array(fc.oneof(character, range, fc.constantFrom("\\d", "\\w", "\\s", "\\D", "\\S")), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  // A hyphen between two of them would create a range.
  .map(([open, items]) => `${open}${items.filter((item) => item !== "-").join("") || "x"}]`);
const atom: fc.Arbitrary<Piece> = fc
  .oneof(character, bracket, fc.constantFrom(".", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S"))
  .map((text) => ({ text, empty: false, repeatable: true, open: false }));
const look: fc.Arbitrary<Piece> = fc
  .constantFrom("^", "$", "\\b", "\\B")
  .map((text) => ({ text, empty: true, repeatable: false, open: false }));
const quantifiers = ["*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}", "{0}"];
const quantifier = fc
  .tuple(fc.constantFrom(...quantifiers), fc.constantFrom("", "?"))
  .map((parts) => parts.join(""));

const { pattern } = fc.letrec<{ pattern: Piece; piece: Piece; sequence: Piece }>((tie) => ({
  pattern: fc.array(tie("sequence"), { minLength: 1, maxLength: 3 }).map((choices) => ({
    text: choices.map(({ text }) => text).join("|"),
    empty: choices.some(({ empty }) => empty),
    repeatable: false,
    open: choices.some(({ open }) => open),
  })),
  sequence: fc.array(tie("piece"), { maxLength: 4 }).map((pieces) => ({
    text: pieces.map(({ text }) => text).join(""),
    empty: pieces.every(({ empty }) => empty),
    repeatable: false,
    open: pieces.some(({ open }) => open),
  })),
  piece: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    atom,
    look,
    fc.tuple(fc.constantFrom("(", "(?:", "(?<x>"), tie("pattern")).map(([open, inner]) => ({
      ...inner,
      // A name can be used only once.
      text: `${inner.text.includes("(?<") ? "(" : open}${inner.text})`,
      repeatable: true,
    })),
    fc.tuple(tie("piece"), quantifier).map(([piece, times]) =>
      piece.repeatable
        ? {
            text: piece.text + times,
            empty: piece.empty || /^(?:[*?]|\{0)/.test(times),
            repeatable: false,
            open: piece.open || piece.empty,
          }
        : piece,
    ),
  ),
}));

const text = fc.string({ unit: fc.constantFrom(...letters, "B", "K", "Σ", "."), maxLength: 12 });
const flags = fc.subarray(["i", "m", "s"]).map((chosen) => chosen.join(""));

describe("a pattern that JavaScript reads as RE2 does", () => {
  it("finds what JavaScript finds", () => {
    fc.assert(
      fc.property(pattern, flags, text, (piece, chosen, subject) => {
        const theirs = javaScript(piece.text, chosen);
        fc.pre(theirs !== undefined);
        const steps = compiled(chosen ? `(?${chosen})${piece.text}` : piece.text);
        const match = theirs.exec(subject);
        // Node.js finds matches between the halves of a surrogate pair, which are not valid positions in a
        // text.
        fc.pre(!match || !/^[\udc00-\udfff]/.test(subject.slice(match.index)));
        const found = searchText(steps, subject, 0, () => {});
        expect(found?.start).toBe(match?.index);
        if (found && !piece.open) expect(subject.slice(found.start, found.end)).toBe(match?.[0]);
      }),
      options,
    );
  });
});

describe("any pattern", () => {
  const signs = [
    ..."ab01{}[]()*+?|^$.\\-,:<>=!PpQEdswiZxU_",
    "[:",
    ":]",
    "(?",
    "word",
    "valueOf",
    "😀",
    "\ud800",
  ];
  const wild = fc.string({ unit: fc.constantFrom(...signs), maxLength: 24 });

  it("gives steps or a reason, and searching never throws", () => {
    fc.assert(
      fc.property(fc.oneof(wild, fc.string({ unit: "binary" })), text, (source, subject) => {
        const result = compilePattern(source);
        if (typeof result === "string") expect(result).toMatch(/^(?:is|has|ends|repeats) /);
        else searchText(result, subject, 0, () => {});
      }),
      options,
    );
  });

  it("costs what the meter counts, and that is linear in the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          pattern.map((piece) => piece.text),
          wild,
        ),
        text,
        (source, subject) => {
          const steps = compilePattern(source);
          if (typeof steps === "string") return;
          for (const length of [0, 10, 100]) expectMetered(steps, subject.repeat(length));
        },
      ),
      { ...options, numRuns: runs(1000) },
    );
  });

  it.each([
    ["repetitions in repetitions", "(a*)*$", "a"],
    ["ways that look alike", "(a|a|aa)+b", "a"],
    ["many that may be left out", "(a?){500}a{500}", "a"],
    ["places that nothing is read at", `(?:${"\\bx|".repeat(800)}x)`, "a "],
    ["repeated places", "(?:(?:^|$|\\b)*){300}x", "a"],
    ["many choices", `(?:${"ab|".repeat(800)}c)*d`, "ab"],
  ])("costs what the meter says where it is made to be dear: %s", (_, source, subject) => {
    const steps = compiled(source);
    for (const length of [1, 10, 100, 1000]) expectMetered(steps, subject.repeat(length));
  });
});

function compiled(source: string): readonly Step[] {
  const steps = compilePattern(source);
  if (typeof steps === "string") throw new Error(`${source} ${steps}`);
  return steps;
}

/** `undefined` if JavaScript does not support the pattern. */
function javaScript(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, `u${flags}`);
  } catch {
    return undefined;
  }
}

/** Every visited step must be charged, and the charge grows at most linearly with the text. */
function expectMetered(steps: readonly Step[], subject: string): void {
  let looks = 0;
  let spent = 0;
  const watched = new Proxy(steps, {
    get(target, name) {
      looks++;
      return Reflect.get(target, name);
    },
  });
  searchText(watched, subject, 0, (cost) => {
    spent += cost;
  });
  expect(looks).toBeLessThanOrEqual(32 * spent + 2 * steps.length);
  expect(spent).toBeLessThanOrEqual((subject.length + 2) * (1 + steps.length / 4));
}
