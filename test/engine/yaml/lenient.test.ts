import { expect, test } from "vitest";
import { parseYaml } from "../../../engine/yaml/parse.ts";

test("a quoted string that continues at the indentation of its key is read, as in kubectl", () => {
  const tree = parseYaml(
    "conditions:\n- message: 'it didn''t match\n  the placement'\n  status: \"False\"\n",
  );
  expect(tree.problems).toEqual([]);
  expect(JSON.stringify(tree.root)).toContain("status");
});

test("a quote that is never closed is still a problem at the quote", () => {
  const text = 'a: "x\nb: "y"\nc: 1\n';
  const { problems } = parseYaml(text);
  expect(problems.map(({ code, start }) => [code, start])).toEqual([["unclosed-quote", 3]]);
});

test("lines inside quotes that look like keys make it an unclosed quote", () => {
  const { problems } = parseYaml("spec:\n- name: 'web\n  image: x\n- name: 'db'\n");
  expect(problems[0]?.code).toBe("unclosed-quote");
});
