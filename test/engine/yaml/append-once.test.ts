import { expect, test } from "vitest";
import { applyEdits } from "../../../engine/text/range.ts";
import { planEdits } from "../../../engine/yaml/edit/plan.ts";
import type { MapNode } from "../../../engine/yaml/node.ts";
import { parseYaml } from "../../../engine/yaml/parse.ts";

function append(text: string, ...values: readonly Record<string, number>[]): string {
  const tree = parseYaml(text);
  const map = tree.root as MapNode;
  const groups = values.map((value) => [{ type: "append", map, path: ["ports"], value, place: {} } as const]);
  const { edits, applied } = planEdits(text, tree, groups);
  expect(applied).not.toContain(false);
  return applyEdits(text, edits);
}

test.each([
  [
    "block style",
    "ports:\n  - containerPort: 8080\n",
    "ports:\n  - containerPort: 8080\n  - containerPort: 8081\n",
  ],
  [
    "flow style",
    "ports: [{ containerPort: 8080 }]\n",
    "ports: [{ containerPort: 8080 }, { containerPort: 8081 }]\n",
  ],
  ["a list that is made", "name: web\n", "name: web\nports:\n  - containerPort: 8081\n"],
])("an item that two fixes add is written once: %s", (_, before, after) => {
  expect(append(before, { containerPort: 8081 }, { containerPort: 8081 })).toBe(after);
});

test("an existing item is not added again", () => {
  const text = "ports:\n  - containerPort: 8081 # health\n";
  expect(append(text, { containerPort: 8081 })).toBe(text);
});
