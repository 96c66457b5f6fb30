import { expect, test } from "vitest";
import { Linter } from "../../engine/linter.ts";
import { rules } from "../../engine/rules/index.generated.ts";

const uri = "file:///workspace/web.yaml";

test("fixing all pins an image and leaves the step to Alpine to a person", () => {
  const linter = new Linter(rules);
  linter.setFile(
    uri,
    "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n  - name: web\n    image: nginx\n",
  );
  const { text } = linter.fixAll(uri, { classes: ["safe", "review"] });
  expect(text).toMatch(/image: nginx:\d+\.\d+\.\d+\n/);
});

test("fixing all of one kind takes that kind's hints as well", () => {
  const linter = new Linter(rules);
  linter.setFile(
    uri,
    "apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n  - name: web\n    image: nginx:1.31.4\n",
  );
  const { text } = linter.fixAll(uri, { classes: ["safe", "review"], rules: ["alpine-variant-exists"] });
  expect(text).toContain("image: nginx:1.31.4-alpine\n");
});
