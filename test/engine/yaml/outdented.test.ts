import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../engine/yaml/parse.ts";
import { readValue } from "../../harness/values.ts";

describe("quotes and brackets whose lines are not indented deeper than their key", () => {
  it.each([
    ["a string below its key", 'a:\n  b: "x\ny"\n  c: 1\n', { a: { b: "x y", c: 1 } }],
    [
      "a string with words that look like a key",
      "a: 'more\nTODO: this'\nb: 1\n",
      { a: "more TODO: this", b: 1 },
    ],
    ["a string in a list item", "- a: 'x\n  y'\n  b: 1\n", [{ a: "x   y", b: 1 }]],
    ["a string with an escaped line break", 'a: "x\\\ny"\nb: 1\n', { a: "x y", b: 1 }],
    ["a string with escaped quotes", "a: 'it''s\nit''s'\nb: \"\\\"\n\\\"\"\n", { a: "it's it's", b: '" "' }],
    ["a tagged string", 'a: !!str "x\ny"\nb: 1\n', { a: "x y", b: 1 }],
    ["CRLF", 'a: "x\r\ny"\r\nb: 1\r\n', { a: "x  y", b: 1 }],
    [
      "a bracket that closes below its key",
      "a:\n  b: [\n    x, # first\n    z # ] last\n  ]\n  c: 1\n",
      { a: { b: ["x", "z"], c: 1 } },
    ],
    ["a string between brackets", 'a: [ "x\ny", it\'s ]\nb: 1\n', { a: ["x y", "it's"], b: 1 }],
    ["items left of their key", "a:\n  b: [\nx,\nz ]\n  c: 1\n", { a: { b: ["x", "z"], c: 1 } }],
  ])("%s", (_, text, value) => {
    expect(parseYaml(text).problems).toEqual([]);
    expect(readValue(text)).toEqual(value);
  });

  it("leaves the text of block scalars alone", () => {
    const text = 'a: "x\ny"\ndata: |\n  b: "x\n  y"\n\n  c: [\n  ]\n  d: >\n   e: "x\n   y"\nz: \'x\ny\'\n';
    const data = 'b: "x\ny"\n\nc: [\n]\nd: >\n e: "x\n y"\n';
    expect(readValue(text)).toEqual({ a: "x y", data, z: "x y" });
  });

  it.each([
    [
      "strings",
      (at: number) => `k${at}:\n  description: 'text\nmore of it. Note: long'\n  other: "x\n  y"\n`,
    ],
    ["lists", (at: number) => `k${at}:\n  items: [\n    a,\n  ]\n`],
    ["lists with items further left", (at: number) => `k${at}:\n  items: [\n  a, # x\n  # y\n  b ]\n`],
  ])("reads any number of %s in about the time that their text takes", (_, print) => {
    const text = (count: number) => Array.from({ length: count }, (_, at) => print(at)).join("");
    const seconds = (count: number) => {
      const start = performance.now();
      expect(parseYaml(text(count)).problems).toEqual([]);
      return performance.now() - start;
    };
    seconds(1200);
    // Quadratic time would be 64 times as much.
    expect(seconds(9600)).toBeLessThan(32 * Math.max(seconds(1200), 3));
  });

  it.each([
    ["quote", 'broken: "x', "unclosed-quote"],
    ["bracket", "broken: [x", "syntax"],
  ])("still reports an unclosed %s among them", (_, broken, code) => {
    const good = (from: number) =>
      Array.from({ length: 600 }, (_, at) => `k${from + at}:\n  description: 'text\nmore'\n  b: 1\n`).join(
        "",
      );
    const text = `${good(0)}${broken}\n${good(600)}`;
    const { problems } = parseYaml(text);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]!.start).toBe(text.indexOf(broken) + "broken: ".length);
  });
});
