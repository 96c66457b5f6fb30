import { describe, expect, it } from "vitest";
import { splitStream } from "../../../engine/documents/stream.ts";
import { createLinter } from "../../../engine/index.ts";

const split = (text: string) => splitStream(text).map((slice) => slice.text);

describe("a stream is split at the markers in column 0", () => {
  it.each([
    ["two documents", "a: 1\n---\nb: 2\n", ["a: 1\n", "---\nb: 2\n"]],
    ["a comment behind the mark", "a: 1\n--- # c\nb: 2\n", ["a: 1\n", "--- # c\nb: 2\n"]],
    ["an end mark", "a: 1\n...\nb: 2\n", ["a: 1\n...\n", "b: 2\n"]],
    ["carriage returns", "a: 1\r\n---\r\nb: 2\r\n", ["a: 1\r\n", "---\r\nb: 2\r\n"]],
    ["a byte-order mark", "\uFEFFa: 1\n---\nb: 2\n", ["\uFEFFa: 1\n", "---\nb: 2\n"]],
    ["a mark inside a block scalar", "a: |\n  x\n---\nb: 2\n", ["a: |\n  x\n", "---\nb: 2\n"]],
    ["a directive, which belongs to what follows", "%YAML 1.2\n---\na: 1\n", ["%YAML 1.2\n---\na: 1\n"]],
    ["an indented line of dashes, which is text", "a: |\n  ---\n  x\n", ["a: |\n  ---\n  x\n"]],
    ["more than three dashes, which are text", "a: 1\n----\n", ["a: 1\n----\n"]],
    ["nothing", "", [""]],
  ])("%s", (_, text, documents) => {
    expect(split(text)).toEqual(documents);
  });
});

describe("a stream with an unreasonable number of documents", () => {
  const object = "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: shop\ndata: {\n";
  const findings = (text: string) => {
    const linter = createLinter();
    linter.setFile("file:///a.yaml", text);
    return linter.findings("file:///a.yaml").map(({ rule, start, message }) => ({ rule, start, message }));
  };

  it("is read up to the limit, and the position is reported", () => {
    const head = `${object}...\n${"---\n".repeat(19_998)}${object}`;
    const found = findings(`${head}---\n---\n${object}`);
    expect(found.map(({ rule }) => rule)).toEqual(["yaml-syntax", "yaml-syntax", "yaml-too-large"]);
    expect(found.at(-1)).toMatchObject({ start: head.length });
    expect(found.at(-1)?.message).toContain("3 more documents");
  });

  it("is read completely at the limit", () => {
    const found = findings(object + "---\n".repeat(19_999));
    expect(found.map(({ rule }) => rule)).toEqual(["yaml-syntax"]);
  });
});
