import { expect, test } from "vitest";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";

const uri = "file:///workspace/web.yaml";

test("fixing all pins an image and leaves the move to Alpine to the user", () => {
  const linter = new Linter(rules);
  linter.setFile(
    uri,
    "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n  - name: web\n    image: nginx\n",
  );
  const { text } = linter.fixAll(uri, { classes: ["safe", "review"] });
  expect(text).toMatch(/image: nginx:\d+\.\d+\.\d+\n/);
});

test("fixing all of one kind includes hints of that kind", () => {
  const linter = new Linter(rules);
  linter.setFile(
    uri,
    "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n  - name: web\n    image: nginx:1.31.4\n",
  );
  const { text } = linter.fixAll(uri, { classes: ["safe", "review"], rules: ["alpine-variant-exists"] });
  expect(text).toContain("image: nginx:1.31.4-alpine\n");
});

test("fixing all keeps one of several copies, with its other fixes", () => {
  const linter = new Linter(rules);
  const pod =
    "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n  - name: web\n    image: nginx\n";
  linter.setFile(uri, `${pod}---\n${pod}---\n${pod}`);
  const rule = "resource-duplicate";
  const removed = linter.fixAll(uri, { classes: ["review"], rules: [rule] });
  expect(removed).toMatchObject({ text: pod, fixed: 2 });
  const { text } = linter.fixAll(uri, { classes: ["safe", "review"], rules: [rule, "image-latest-tag"] });
  expect(text).toMatch(/^apiVersion: v1\n(?!.*---).*image: nginx:\d+\.\d+\.\d+\n$/s);
});

test("a copied document stays if removing it would change anything", () => {
  const account = (name: string, labels = "") =>
    `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}${labels} }\n`;
  const list = (...names: readonly string[]) =>
    `apiVersion: v1\nkind: List\nitems:\n${names.map((name) => `  - { apiVersion: v1, kind: ServiceAccount, metadata: { name: ${name} } }\n`).join("")}`;
  const kept = [
    `${account("web")}---\n${account("web", ", labels: { a: b }")}---\n${account("web")}`,
    `${list("web", "api")}---\n${account("web", ", labels: { a: b }")}---\n${list("web", "api")}`,
    `${account("web")}--- # the second\n${account("web")}`,
    `${account("web")}---\n${account("web")}...\n${account("api")}`,
  ];
  for (const text of kept) {
    const linter = new Linter(rules);
    linter.setFile(uri, text);
    expect(linter.findings(uri).map(({ rule }) => rule)).toContain("resource-duplicate");
    const request = { classes: ["safe", "review"], rules: ["resource-duplicate"] } as const;
    expect(linter.fixAll(uri, request).text).toBe(text);
  }
});
