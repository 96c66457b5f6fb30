import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { createLinter, defaultConfig, rules } from "../../../engine/index.ts";

const root = new URL("../../fixtures/silent", import.meta.url).pathname;
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name));

/** Images are checked wherever a file refers to them. */
const said: Readonly<Record<string, readonly string[]>> = {
  "helm-create/values.yaml": ["image-registry-implicit"],
  "other/kustomization.yaml": ["image-unsupported"],
};

/** Rules without a preset are matters of taste, and no file can satisfy all of them. */
const tastes = new Set(rules.filter(({ presets }) => presets.length === 0).map(({ id }) => id));

describe("files of other tools, and incomplete YAML, get no findings with every rule on", () => {
  const linter = createLinter(() => ({ ...defaultConfig, preset: "all" }));
  for (const file of files) linter.setFile(`file://${file}`, readFileSync(file, "utf8"));

  it.each(files.map((file) => relative(root, file)))("%s", (name) => {
    const findings = linter.findings(`file://${join(root, name)}`);
    const ids = findings.map(({ rule }) => rule).filter((id) => !tastes.has(id));
    expect(ids).toEqual(said[name] ?? []);
  });
});

describe("quoted braces are data of Kubernetes objects", () => {
  it.each([
    [
      "an Argo Workflow",
      "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  name: w\nspec:\n  templates:\n    - name: a\n      container:\n        image: a\n        args: ['{{inputs.parameters.x}}']\n",
    ],
    [
      "alerting rules",
      'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: r\nspec:\n  groups:\n    - rules:\n        - annotations:\n            summary: "{{ $labels.pod }} is down"\n            text: |\n              {{ $value }}\n',
    ],
    [
      "fluentd's marks in a text",
      "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  fluent.conf: |\n    <match>\n      #@type null\n      #@ id none\n    </match>\n",
    ],
    [
      "another program's marks in a comment",
      "#@type values\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  a: b\n",
    ],
    ["Flux variables", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${NAME}\ndata:\n  a: b\n"],
  ])("%s", (_, text) => {
    const linter = createLinter();
    linter.setFile("file:///a.yaml", text);
    expect(linter.census("file:///a.yaml")).toMatchObject({ kubernetes: true, resources: 1 });
  });
});
