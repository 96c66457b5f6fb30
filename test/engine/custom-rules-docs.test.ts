import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseConfig, testCustomRules } from "../../engine/index.ts";

const page = readFileSync(join(import.meta.dirname, "../../docs/custom-rules.md"), "utf8");
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);

test("the rules on the page are valid and do what their examples say", () => {
  expect(blocks).toHaveLength(2);
  for (const text of blocks) {
    const { config, problems } = parseConfig(text);
    expect(problems).toEqual([]);
    expect(testCustomRules(config)).toEqual({ examples: 2, failures: [] });
  }
});

test.each([
  [
    "a good example with the fault",
    "example.com/owner: shop",
    "app: shop",
    "good example 1 is reported: A workload",
  ],
  [
    "a bad example without it",
    "name: web # no owner",
    "labels: { example.com/owner: a }",
    "bad example 1 is not",
  ],
  [
    "a fix that fixes nothing",
    '- set: metadata.labels["example.com/owner"]',
    "- set: metadata.labels.x",
    "still reported",
  ],
  [
    "a fix that changes nothing",
    '- set: metadata.labels["example.com/owner"]\n          value: platform',
    "- remove: spec",
    "changes nothing",
  ],
  [
    "an example that is not an object",
    "kind: Deployment\n          metadata:\n            name: web # no owner",
    "a: b",
    "contains no Kubernetes object",
  ],
  [
    "an expression without has()",
    "has(object.metadata.labels) && 'example.com/owner' in object.metadata.labels",
    "object.metadata.labels.size() > 0",
    "cannot be evaluated here: no such key: labels",
  ],
])("%s fails", (_, from, to, message) => {
  expect(blocks[0]).toContain(from);
  const { config } = parseConfig(blocks[0]!.replace(from, to));
  expect(testCustomRules(config).failures).toMatchObject([
    { rule: "owner-label-missing", message: expect.stringContaining(message) },
  ]);
});
