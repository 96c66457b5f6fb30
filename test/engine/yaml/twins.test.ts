import { expect, test } from "vitest";
import { createLinter } from "../../../engine/index.ts";
import { applyEdits } from "../../../engine/text/range.ts";

const uri = "file:///web.yaml";

/** The text after the fix of its first duplicate key; undefined if none is offered. */
function fixed(data: string): string | undefined {
  const linter = createLinter();
  const head = "apiVersion: v1\nkind: Web\nmetadata: { name: web }\n";
  linter.setFile(uri, head + data);
  const finding = linter.findings(uri).find(({ rule }) => rule === "yaml-duplicate-key");
  expect(finding).toBeDefined();
  const [fix] = linter.fixes(finding!, uri);
  return fix && applyEdits(head + data, fix.edits).slice(head.length);
}

test.each([
  ["two ways to write a string", "a: x\nb: 1\na: 'x'\n", "a: x\nb: 1\n"],
  ["two ways to write nothing", "a:\nb: 1\na: null\n", "a:\nb: 1\n"],
  ["two ways to write a list", "a: [x, 1]\na:\n  - x\n  - 1\n", "a: [x, 1]\n"],
  ["two orders of keys", "a: { x: 1, y: 2 }\na:\n  y: 2\n  x: 1\n", "a: { x: 1, y: 2 }\n"],
  ["three times the same", "a: 1\na: 1\na: 1\n", "a: 1\na: 1\n"],
  ["braces", "a: { x: 1, y: 2, x: 1 }\n", "a: { x: 1, y: 2 }\n"],
])("%s say the same", (_, before, after) => {
  expect(fixed(before)).toBe(after);
});

test.each([
  ["a string and a number", "a: 1\na: '1'\n"],
  ["two ways to write a number", "a: 1.0\na: 1\n"],
  ["another tag", "a: 1\na: !!str 1\n"],
  ["a longer list", "a: [x]\na: [x, y]\n"],
  ["a key more", "a: { x: 1 }\na: { x: 1, y: 2 }\n"],
  ["a key twice inside", "a: { x: 1, x: 2 }\na: { x: 1, y: 2 }\n"],
  ["an anchor that is used", "a: x\na: &x x\nb: *x\n"],
  ["an alias", "o: &x x\na: *x\na: x\n"],
  ["text that cannot be read", "a:\na:\n  labe\n  b: 1\n"],
  ["a comment between braces", "a: {\n  x: 1, # one\n  x: 1\n}\n"],
])("%s is left to a person", (_, text) => {
  expect(fixed(text)).toBeUndefined();
});
