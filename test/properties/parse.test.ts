import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readDocument } from "../../engine/documents/document.ts";
import { splitStream } from "../../engine/documents/stream.ts";
import { createLinter } from "../../engine/index.ts";
import type { YamlNode } from "../../engine/yaml/node.ts";
import { parseYaml } from "../../engine/yaml/parse.ts";
import { chooser, objects, print, tapes } from "../harness/print.ts";
import { nodesOf, readValue } from "../harness/values.ts";
import { runs, seed } from "../seed.ts";

describe("parsing text that was printed in any style", () => {
  it("gives the same object, as the yaml package does", () => {
    fc.assert(
      fc.property(objects, tapes, (object, tape) => {
        const { text } = print(object, chooser(tape));
        expect(parse(text, { uniqueKeys: true })).toEqual(object);
        expect(parseYaml(text).problems).toEqual([]);
        expect(readValue(text)).toEqual(object);
      }),
      { numRuns: runs(1000), seed },
    );
  });

  it("has the start and end of every node", () => {
    fc.assert(
      fc.property(objects, tapes, (object, tape) => {
        const { text } = print(object, chooser(tape));
        for (const node of nodesOf(parseYaml(text).root)) expectSpan(text, node);
      }),
      { numRuns: runs(1000), seed },
    );
  });

  it("splits a stream into texts that add up to it", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(objects, tapes), { minLength: 1, maxLength: 4 }), (documents) => {
        const texts = documents.map(([object, tape]) =>
          print(object, chooser(tape)).text.replace(/^\uFEFF/, ""),
        );
        const whole = texts
          .map((text) => (text.startsWith("---") ? text : `---\n${text}`))
          .map((text) => (/\n$/.test(text) ? text : `${text}\n`))
          .join("");
        const slices = splitStream(whole);
        expect(slices.map((slice) => slice.text).join("")).toBe(whole);
        const values = slices.filter(({ text }) => parseYaml(text).root).map(({ text }) => readValue(text));
        expect(values).toEqual(documents.map(([object]) => object));
      }),
    );
  });
});

describe("text of any kind", () => {
  const alphabet = fc.constantFrom(
    ...[
      "a",
      "b: ",
      "- ",
      "\n",
      "\n  ",
      "\n    ",
      "\t",
      "'",
      '"',
      "[",
      "]",
      "{",
      "}",
      ",",
      ":",
      "&a ",
      "*a",
      "!t ",
      "|",
      ">-",
    ],
    ...[
      "# c",
      "? ",
      "---\n",
      "...\n",
      "%A\n",
      "\r\n",
      "\r",
      "\0",
      "\uFEFF",
      "\ud800",
      "😀",
      "{{ x }}",
      "apiVersion: v1\n",
      "kind: Pod\n",
    ],
  );
  const noise = fc.oneof(
    fc.array(alphabet, { maxLength: 40 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );

  it("never makes the engine throw", () => {
    fc.assert(
      fc.property(noise, (text) => {
        expectReadable(text);
      }),
      { numRuns: runs(2000), seed },
    );
  });

  it("never makes the engine throw in the middle of a manifest", () => {
    fc.assert(
      fc.property(
        objects,
        tapes,
        noise,
        fc.nat(),
        fc.nat({ max: 30 }),
        (object, tape, insert, at, length) => {
          const { text } = print({ apiVersion: "v1", kind: "Pod", ...object }, chooser(tape));
          const start = at % text.length;
          expectReadable(text.slice(0, start) + insert + text.slice(start + length));
        },
      ),
      { numRuns: runs(1000), seed },
    );
  });
});

function expectReadable(text: string): void {
  expect(
    splitStream(text)
      .map((slice) => slice.text)
      .join(""),
  ).toBe(text);
  for (const slice of splitStream(text)) {
    const { root, problems } = parseYaml(slice.text);
    for (const { start, end, message } of problems) {
      expect(message).not.toBe("");
      expect(0 <= start && start <= end && end <= slice.text.length).toBe(true);
    }
    for (const { start, end } of nodesOf(root))
      expect(0 <= start && start <= end && end <= slice.text.length).toBe(true);
    readDocument(slice.text);
  }
  const linter = createLinter();
  linter.setFile("a.yaml", text);
  linter.findings("a.yaml");
}

/** The text of a node begins and ends as its style requires, and contains the nodes below it. */
function expectSpan(text: string, node: YamlNode): void {
  const source = text.slice(node.start, node.end);
  expect(node.propertiesStart).toBeLessThanOrEqual(node.start);
  const properties = text.slice(node.propertiesStart, node.start);
  if (node.anchor !== undefined) expect(properties).toContain(`&${node.anchor}`);
  else expect(properties).toBe("");
  if (node.kind === "alias") expect(source).toBe(`*${node.name}`);
  else if (node.kind === "map") {
    if (node.flow) expect(source).toMatch(/^\{.*\}$/s);
    for (const { key, value } of node.pairs) {
      expect(node.start <= key.propertiesStart && (value ?? key).end <= node.end).toBe(true);
      if (value) expect(key.end).toBeLessThan(value.propertiesStart);
    }
  } else if (node.kind === "sequence") {
    expect(source).toMatch(node.flow ? /^\[.*\]$/s : /^-/);
    for (const item of node.items)
      expect(node.start <= item.propertiesStart && item.end <= node.end).toBe(true);
  } else if (node.style === "plain") expect(source).toBe(node.text);
  else if (node.style === "single") expect(source).toMatch(/^'.*'$/s);
  else if (node.style === "double") expect(source).toMatch(/^".*"$/s);
  else expect(source).toMatch(/^[|>][-+]?/);
}
