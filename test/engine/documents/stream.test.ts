import { describe, expect, it } from "vitest";
import { splitStream } from "../../../engine/documents/stream.ts";

const split = (text: string) => splitStream(text).map((slice) => slice.text);

describe("a stream is split at the marks in column 0", () => {
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
