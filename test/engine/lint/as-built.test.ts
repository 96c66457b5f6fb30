import { beforeEach, describe, expect, test } from "vitest";
import { defaultConfig, laidOver } from "../../../engine/config/config.ts";
import { jsonPatch, mergePatch } from "../../../engine/kubernetes/merge-patch.ts";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";

let linter: Linter;

beforeEach(() => {
  linter = new Linter(rules);
});

function enter(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) linter.setFile(`file:///w/${path}`, text);
}

const inBase = () => linter.findings("file:///w/base/web.yaml").map(({ rule }) => rule);

const web = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 1
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      securityContext: { runAsNonRoot: true }
      containers:
        - name: web
          image: ghcr.io/acme/web:1.4.2
          resources: { requests: { cpu: 10m } }
`;
const memory = (container = "web") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      containers: [{ name: ${container}, resources: { limits: { memory: 10Mi } } }]
`;
const base = { "base/kustomization.yaml": "resources: [web.yaml]\n", "base/web.yaml": web };
const overlay = (name: string, more: string) => ({
  [`overlays/${name}/kustomization.yaml`]: `resources: [../../base]\n${more}`,
});
const inline = (text: string) => `  - patch: |-\n${text.replace(/^(?=.)/gm, "      ")}`;

describe("a field that every overlay patches in is not missing in a base", () => {
  test("by a file, inline, by a legacy list and by a target", () => {
    enter({
      ...base,
      ...overlay("a", "patches: [{ path: memory.yaml }]\n"),
      "overlays/a/memory.yaml": memory(),
      ...overlay("b", `patches:\n${inline(memory())}`),
      ...overlay("c", "patchesStrategicMerge: [memory.yaml]\n"),
      "overlays/c/memory.yaml": memory(),
      ...overlay(
        "d",
        `patches:\n${inline(memory().replace("name: web }", "name: any }"))}    target: { kind: Deployment }\n`,
      ),
      ...overlay(
        "e",
        `patches:\n${inline("- { op: add, path: /spec/template/spec/containers/0/resources/limits, value: { memory: 10Mi } }\n")}    target: { kind: Deployment, name: web }\n`,
      ),
      ...overlay("f", "components: [../../components/memory]\n"),
      "components/memory/kustomization.yaml": `kind: Component\npatches:\n${inline(memory())}`,
    });
    expect(inBase()).toEqual([]);
  });

  test.each([
    ["another container", { "overlays/b/memory.yaml": memory("other") }],
    ["another object", { "overlays/b/memory.yaml": memory().replace("name: web }", "name: api }") }],
  ])("but not where one overlay patches %s", (_, files) => {
    enter({
      ...base,
      ...overlay("a", `patches:\n${inline(memory())}`),
      ...overlay("b", "patches: [{ path: memory.yaml }]\n"),
      ...files,
    });
    expect(inBase()).toEqual(["memory-limit-missing"]);
  });

  test("unless one of them patches nothing", () => {
    enter({ ...base, ...overlay("a", `patches:\n${inline(memory())}`), ...overlay("b", "") });
    expect(inBase()).toEqual(["memory-limit-missing"]);
    enter({
      ...overlay("b", "patches: [{ path: memory.yaml }]\n"),
      "overlays/b/memory.yaml": memory("other"),
    });
    expect(inBase()).toEqual(["memory-limit-missing"]);
    enter({ "overlays/b/memory.yaml": memory() });
    expect(inBase()).toEqual([]);
  });

  test("through an overlay of an overlay", () => {
    enter({
      ...base,
      ...overlay("staging", `patches:\n${inline(memory())}`),
      "overlays/eu/kustomization.yaml": "resources: [../staging]\n",
    });
    expect(inBase()).toEqual([]);
  });

  test("a count of replicas", () => {
    const service =
      "---\napiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n";
    const strict = laidOver(defaultConfig, { preset: "strict", rules: {}, settings: {} });
    linter = new Linter(rules, () => strict);
    enter({ ...base, "base/web.yaml": web + service });
    expect(inBase()).toContain("replicas-too-few");
    enter(overlay("a", "replicas: [{ name: web, count: 3 }]\n"));
    expect(inBase()).not.toContain("replicas-too-few");
  });

  test("KubeLinter's preset checks the base as written", () => {
    const config = laidOver(defaultConfig, { preset: "kube-linter", rules: {}, settings: {} });
    linter = new Linter(rules, () => config);
    enter({ ...base, ...overlay("a", `patches:\n${inline(memory())}`) });
    expect(inBase()).toContain("memory-limit-missing");
  });
});

test("a dump of a live object gets only errors", () => {
  const dump = web.replace("name: web }", 'name: web, uid: 0a1b, resourceVersion: "12" }');
  enter({ "base/web.yaml": dump });
  expect(inBase()).toEqual([]);
  enter({ "base/web.yaml": dump.replace("matchLabels: { app: web }", "matchLabels: { app: api }") });
  expect(inBase()).toEqual(["selector-mismatch"]);
});

describe("a strategic merge", () => {
  const merge = (a: object, b: object) => mergePatch(a as never, b as never, true);

  test("merges lists of named items and replaces others", () => {
    const before = { containers: [{ name: "a", args: ["x"], env: [{ name: "A", value: "1" }] }] };
    const patch = {
      containers: [{ name: "b" }, { name: "a", args: ["y"], env: [{ name: "B", value: "2" }] }],
    };
    expect(merge(before, patch)).toEqual({
      containers: [
        {
          name: "a",
          args: ["y"],
          env: [
            { name: "A", value: "1" },
            { name: "B", value: "2" },
          ],
        },
        { name: "b" },
      ],
    });
  });

  test("deletes null values and marked items", () => {
    expect(merge({ a: 1, b: { c: 1 }, d: 2 }, { a: null, b: { $patch: "delete" } })).toEqual({ d: 2 });
    expect(merge({ a: { b: 1 } }, { a: { $patch: "replace", c: 2 } })).toEqual({ a: { c: 2 } });
    expect(
      merge({ volumes: [{ name: "a" }, { name: "b" }] }, { volumes: [{ name: "a", $patch: "delete" }] }),
    ).toEqual({ volumes: [{ name: "b" }] });
  });
});

test("a JSON patch changes the paths that it finds", () => {
  const before = { a: { "x/y": 1 }, list: [1, 2] };
  const operations = [
    { op: "replace", path: "/a/x~1y", value: 2 },
    { op: "add", path: "/list/-", value: 3 },
    { op: "remove", path: "/list/0" },
    { op: "add", path: "/missing/b", value: 1 },
  ];
  expect(jsonPatch(before, operations as never)).toEqual({ a: { "x/y": 2 }, list: [2, 3] });
});
