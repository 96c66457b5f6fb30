import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../engine/yaml/parse.ts";
import { readValue } from "../../harness/values.ts";

function problemsOf(text: string): readonly string[] {
  return parseYaml(text).problems.map(
    ({ code, start, end }) => `${code} ${JSON.stringify(text.slice(start, end))}`,
  );
}

describe("a mistake is reported where it was made", () => {
  it.each([
    ["a tab as indentation", "a:\n\tb: 1\n", 'tab-indentation "\\t"'],
    ["no space after a colon", "a:\n  b:1\n  c: 2\n", 'missing-space-after-colon ":"'],
    ["a colon that stands alone", "a:\n  b: x : 1\n  c: 2\n", 'syntax ":"'],
    ["a key twice", "a: 1\nb: 2\na: 3\n", 'duplicate-key "a"'],
    ["an unclosed double quote", 'a:\n  b: "x\n  c: 2\n  d: 3\n', 'unclosed-quote "\\"x"'],
    ["an unclosed single quote", "a:\n  b: 'x\n  c: 2\n", 'unclosed-quote "\'x"'],
    ["an alias without anchor", "a: *x\n", 'unknown-alias "*x"'],
    ["a half-typed key", "a:\n  b: 1\n  lab\n  c: 2\n", 'syntax "lab"'],
    ["a second colon", "a:\n  b: x: 1\n  c: 2\n", 'syntax "x:"'],
    ["a reserved character", "a:\n  b: @x\n  c: 2\n", 'syntax "@x"'],
    ["a quote inside of quotes", 'a:\n  b: "x "y" z"\n  c: 2\n', 'syntax "y\\""'],
    ["an apostrophe inside of quotes", "a:\n  b: 'it's'\n  c: 2\n", 'syntax "s\'"'],
    ["a bracket too many", "a:\n  b: [1]]\n  c: 2\n", 'syntax "]"'],
    ["a line without a colon", "a:\n  b = 1\n  c: 2\n", 'syntax "b = 1"'],
    [
      "a conflict of versions",
      "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> main\nc: 1\n",
      'syntax "<<<<<<< HEAD"',
    ],
    ["a dash too far left", "a:\n    - b: 1\n   - b: 2\n     c: 3\n    - b: 4\n", 'syntax "-"'],
    ["a dash too far right", "a:\n  - b: 1\n    c: 2\n   - b: 2\n", 'syntax "-"'],
    ["an unclosed bracket", "a:\n  b: [1, 2\n  c: 2\n  d: 3\n  e: 4\n  f: 5\n  g: 6\n", 'syntax "["'],
  ])("%s", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});

describe("a duplicate key", () => {
  it("is reported before the first mistake, where nothing was guessed", () => {
    expect(problemsOf("a: 1\na: 2\nb:\n  lab\n  c: 3\n")).toEqual(['duplicate-key "a"', 'syntax "lab"']);
  });

  it("is not reported after it, where both might belong to different mappings", () => {
    expect(problemsOf("a:\n  b:\n    c: 1\n  d\n    c: 2\n")).toEqual(['syntax "d"']);
  });
});

describe("a list item whose first line is indented more than the rest", () => {
  const sure = (text: string) => parseYaml(text).problems.map(({ remedy }) => remedy?.edits.length);

  it.each([
    ["with a key below", "a:\n-   b: 1\n  c: 2\n- b: 3\n"],
    ["with a list below", "a:\n-   b:\n  - 1\n  - 2\n"],
    ["in a list in a list", "a:\n- -   b: 1\n    c: 2\n"],
  ])("%s is blamed and aligned", (_, text) => {
    expect(problemsOf(text)).toEqual(['syntax "b"']);
    expect(sure(text)).toEqual([1]);
  });

  it("is reported each time", () => {
    expect(problemsOf("a:\n-   b:\n  -   c: 1\n    d: 2\n-   e: 1\n  f: 2\n")).toEqual([
      'syntax "b"',
      'syntax "c"',
      'syntax "e"',
    ]);
  });

  it("is not aligned if the lines below might be meant as its value", () => {
    expect(problemsOf("a:\n-   b:\n  c: 2\n")).toEqual(['syntax "b"']);
    expect(sure("a:\n-   b:\n  c: 2\n")).toEqual([undefined]);
  });

  it("is fine in a text, and above another item", () => {
    expect(problemsOf("a: |\n  -   b: 1\n    c: 2\nd:\n-   e: 1\n- f: 1\n")).toEqual([]);
  });
});

describe("an indented separator", () => {
  it.each([
    ["in a file with a margin", "  kind: X\n  a:\n    b: 1\n  ---\n  kind: Y\n  a: 2\n"],
    ["a comment below it", "  kind: X\n  a:\n    b: 1\n  --- # next\n\n  # Y\n  kind: Y\n"],
    ["among lines that are not indented", "kind: X\na:\n  b: 1\n ---\nkind: Y\n"],
    ["below a list", "kind: X\na:\n  - b\n  ---\nkind: Y\n"],
    ["below a text in quotes", 'kind: X\na: "b"\n  ---\nkind: Y\n'],
    ["left of a block scalar's text", "kind: X\na: |\n  b\n ---\nkind: Y\n"],
  ])("%s is the fault, and ends the document", (_, text) => {
    expect(problemsOf(text)).toEqual(['syntax "---"']);
    expect(readValue(text)).toMatchObject({ kind: "X" });
  });

  it("is found if it reads as a continuation of the text above", () => {
    const text = "kind: X\na: b\n  ---\nkind: Y\na: c\n";
    expect(problemsOf(text)).toEqual(['syntax "---"']);
    expect(readValue(text)).toEqual({ kind: "X", a: "b" });
  });

  it("does not hide mistakes further down", () => {
    expect(problemsOf("  a: 1\n  ---\n  b: 1\n  lab\n  c: 1\n")).toEqual(['syntax "---"', 'syntax "lab"']);
  });

  it("is text in a block scalar", () => {
    expect(problemsOf("a:\n  b: |\n    c\n      ---\n    ---\n d: 1\n")).toEqual(['syntax "d:"']);
  });
});

describe("what the API server's parser accepts is not a mistake", () => {
  it.each([
    ["a bracket below its key", "a:\n  b: [\n    1,\n    2\n  ]\n  c: 3\n", { a: { b: [1, 2], c: 3 } }],
    ["a brace below its dash", "- {\n  a: 1 # x\n}\n- b\n", [{ a: 1 }, "b"]],
    ["a quoted text that goes on further left", 'a:\n  b: "x\ny"\n  c: 1\n', { a: { b: "x y", c: 1 } }],
    ["many brackets below their keys", "- a: [\n    1\n  ]\n".repeat(40), Array(40).fill({ a: [1] })],
    ["tabs inside brackets", "a: [\n\t1,\n\t2\n]\n", { a: [1, 2] }],
  ])("%s", (_, text, value) => {
    expect(problemsOf(text)).toEqual([]);
    expect(readValue(text)).toEqual(value);
  });
});

describe("the text around a mistake is read", () => {
  const head = "kind: Pod\nspec:\n  containers:\n";
  const other = "    - name: b\n      image: b:1\n";
  it.each([
    ["a half-typed key", "    - name: a\n      ima\n"],
    [
      "a half-typed key with a block below",
      "    - name: a\n      resour\n        limits:\n          cpu: 1\n",
    ],
    ["an unclosed quote", '    - name: "a\n      image: "x"\n'],
    ["a missing space behind a dash", "    -name: a\n     image: x\n"],
    ["a line too far right", "    - name: a\n       image: x\n"],
  ])("%s", (_, lines) => {
    const items = (readValue(head + lines + other) as { spec: { containers: unknown[] } }).spec.containers;
    expect(items).toContainEqual({ name: "b", image: "b:1" });
  });

  it("up to the mistake if it cannot be fixed", () => {
    expect(readValue("a: 1\nb:\n  c: 2\n\0\nd: 3\n")).toMatchObject({ a: 1, b: { c: 2 } });
  });
});

describe("nesting that would exhaust the stack", () => {
  it.each(["[", "{", "- ", "? ", "{a: ["])("%s ten thousand times is one problem", (opening) => {
    expect(parseYaml(opening.repeat(10_000)).problems.map(({ code }) => code)).toEqual(["too-deep"]);
  });
});
