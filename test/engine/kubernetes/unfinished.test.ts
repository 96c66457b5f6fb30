import { expect, test } from "vitest";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";

const container = `    spec:
      containers:
      - name: web
        securityContext: { privileged: true }
`;
const text = (metadata: string) =>
  `apiVersion: apps/v1\nkind: Deployment\n${metadata}spec:\n  selector: { matchLabels: { app: web } }\n  template:\n${container}`;

test.each([
  ["one that has no image yet is judged", "web.yaml", "metadata: { name: web }\n", true],
  ["a patch by its name is not", "manager_patch.yaml", "metadata: { name: web }\n", false],
  ["a patch by its folder is not", "patches/web.yaml", "metadata: { name: web }\n", false],
  ["a dispatcher is no patch", "dispatcher.yaml", "metadata: { name: web }\n", true],
  ["what has no name either is a patch", "web.yaml", "", false],
])("of workloads without an image, %s", (_, name, metadata, isJudged) => {
  const linter = new Linter(rules);
  const uri = `file:///shop/${name}`;
  linter.setFile(uri, text(metadata));
  expect(linter.findings(uri).some(({ rule }) => rule === "privileged-container")).toBe(isJudged);
});
