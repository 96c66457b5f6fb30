import { describe, expect, test } from "vitest";
import { splitStream } from "../../../engine/documents/stream.ts";
import { parseYaml } from "../../../engine/yaml/parse.ts";

describe("the dialect of go-yaml, with the results of its own parser", () => {
  test.each([
    "a:\n  b: c\n   \t\n  d: e\n",
    "a: |\n  x\n  \t\n  y\n",
    "a: [\n\tb\n]\n",
    'a: "x\n\ty"\n',
    "a: x\n \ty\n",
    "- a: b\n   \t\n- b\n",
    "- a\n  \t\n- b\n",
    "a: b\n#\t\n",
    "a: [b,\n\t\n c]\n",
    "a: {b: c,\n\t# x\n d: e}\n",
    "a:\tb\n",
    "a: b\t\n",
    "---\t\na: b\n",
    "a: b\n---\t\nc: d\n",
    "a: x?\n",
    "a: [? x : y]\n",
    'a: {b: "x?"}\n',
    'a: "x\\\\/y"\n',
    '{"a": "x\\/y"}',
    "x: {\na: b,\nc: d\n}\n",
    "a: [\nb\n]\n",
    "k:\n  a: [\n  b,\nc]\n",
  ])("takes %j", (text) => {
    expect(parseYaml(text).problems).toEqual([]);
  });

  test.each([
    "a: b\n\t\n",
    "a: b\n\t",
    "a: b # c\n\t# d\n",
    'a: "b"\n \t\nb: c\n',
    "a:\n  b: c\n  \t\n  d: e\n",
    "a:\n   \t\n  d: e\n",
    "a: |\n  x\n\t\n  y\n",
    "a: |\n  x\n \t\nb: c\n",
    "a: {b: c}\n\t\n",
    "- a: b\n  \t\n- b\n",
    "# x\n\t# y\na: b\n",
    "-\ta\n",
    "a: b\r\n\t\r\nc: d\r\n",
    "a: {b: x ? y}\n",
    "a: [http://x?y=1]\n",
    'a: "x\\/y"\n',
  ])("refuses %j", (text) => {
    expect(parseYaml(text).problems).toHaveLength(1);
  });
});

test.each([
  ['{"a":1}\n{"b":2}\n', 2],
  ['{"a":1}{"b":"}{\\"}"}', 2],
  ['{"a":1}\n---\n{"b":2}\n', 2],
  ['  {"a":1}\n', 1],
  ["{a: 1}\n", 1],
  ['{"a":1}}\n', 1],
])("the JSON stream %j is %i documents", (text, count) => {
  expect(splitStream(text)).toHaveLength(count);
  expect(
    splitStream(text)
      .map((slice) => slice.text)
      .join(""),
  ).toBe(text);
});
