import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { problemsOf } from "./read.ts";

const root = join(import.meta.dirname, "../../..");
const blocks = ["README.md", "docs/configuration.md"].flatMap((file) =>
  [...readFileSync(join(root, file), "utf8").matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
    ([, text = ""]) => text,
  ),
);

test("every configuration in the docs is valid", () => {
  const shown = blocks.filter((text) => /^(?:extends|preset|overrides):/m.test(text));
  expect(shown.length).toBeGreaterThan(1);
  for (const text of shown) {
    expect(
      problemsOf({
        ".kubewright.yaml": text.replace(/\.\.\//g, "./"),
        "platform/kubewright.yaml": "",
        "ci/baseline.json": '{"version":1,"findings":{}}',
      }),
      text,
    ).toEqual([]);
  }
});
