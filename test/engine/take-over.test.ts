import { expect, test } from "vitest";
import { createLinter } from "../../engine/index.ts";

const uri = "file:///workspace/pods.yaml";
const pod = (name: string, image: string) =>
  `---\napiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\nspec:\n  containers:\n    - { name: main, image: ${image} }\n`;
const [a, b, c, d] = [
  pod("a", "nginx"),
  pod("b", "redis:latest"),
  pod("c", "nginx:1.27.3"),
  pod("d", "nginx"),
];

const edits: readonly (readonly [what: string, before: readonly string[], after: readonly string[]])[] = [
  ["a document changes between others", [a, b, c], [a, d, c]],
  ["the first document changes", [a, b, c], [d, b, c]],
  ["the last document changes", [a, b, c], [a, b, d]],
  ["a document comes between others", [a, c], [a, b, c]],
  ["a document goes from between others", [a, b, c], [a, c]],
  ["documents change places", [a, b, c, d], [a, c, b, d]],
  ["a document is doubled", [a, b, c], [a, b, b, c]],
  ["a doubled document goes", [a, a, a], [a, a]],
  ["everything goes", [a, b], []],
];

test.each(edits)("when %s, the findings are those of a fresh start", (_, before, after) => {
  const edited = createLinter();
  edited.setFile(uri, before.join(""));
  edited.findings(uri);
  edited.setFile(uri, after.join(""));

  const fresh = createLinter();
  fresh.setFile(uri, after.join(""));

  const shown = (linter: typeof fresh) =>
    linter
      .findings(uri)
      .map(({ rule, start, end, message, resource }) => ({ rule, start, end, message, resource }));
  expect(shown(edited)).toEqual(shown(fresh));
  if (after.length > 0) expect(shown(fresh)).not.toEqual([]);
});
