import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  builtKubewright,
  folderWith,
  type JsonReport,
  kubewright,
  lintJson,
  onlyTags,
  podWithoutTag,
} from "./program.ts";

const found = async (args: readonly string[], cwd: string) =>
  (await lintJson([...args, ...onlyTags], { cwd })).findings.map(({ file }) => file);

/** The same manifest under each name. */
function manifests(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, podWithoutTag]));
}

test(".gitignore is respected, nested and negated, from the repository's root down", async () => {
  const cwd = folderWith({
    ".git/HEAD": "ref: refs/heads/main\n",
    ".gitignore": "build/\n*.gen.yaml\n/top.yaml\n",
    "apps/.gitignore": "!keep.gen.yaml\nsecret.yaml\n",
    ...manifests("build/a.yaml", "apps/build/b.yaml", "x.gen.yaml", "apps/keep.gen.yaml", "top.yaml"),
    ...manifests("apps/top.yaml", "apps/secret.yaml", "secret.yaml", "apps/deep/secret.yaml"),
  });
  const expected = ["apps/keep.gen.yaml", "apps/top.yaml", "secret.yaml"];
  expect(await found(["."], cwd)).toEqual(expected);
  expect(await found([], join(cwd, "apps"))).toEqual(["keep.gen.yaml", "top.yaml"]);
});

test("an ignored file is checked if it is named", async () => {
  const cwd = folderWith({ ".git/HEAD": "", ".gitignore": "build\n", ...manifests("build/a.yaml") });
  expect(await found(["."], cwd)).toEqual([]);
  expect(await found(["build/a.yaml"], cwd)).toEqual(["build/a.yaml"]);
  expect(await found(["build"], cwd)).toEqual(["build/a.yaml"]);
});

test("folders with third-party files are skipped, hidden ones are not", async () => {
  const cwd = folderWith(
    manifests("node_modules/a/x.yaml", ".git/x.yaml", ".argocd/x.yml", "X.YAML", "x.txt"),
  );
  expect(await found(["."], cwd)).toEqual([".argocd/x.yml", "X.YAML"]);
});

test("tests of a program get no findings, environments for tests do", async () => {
  const tests = ["e2e/a.yaml", "pkg/integration_test/b.yaml", "test/manifests/c.yaml", "tests/data/d.yaml"];
  const more = ["acme-test-support/src/main/k.yaml", "e2e-upgrade/l.yaml", "lib/tests/smoke/m.yaml"];
  const others = [
    "apps/test/e.yaml",
    "clusters/e2e/f.yaml",
    "deploy/test/g.yaml",
    "overlays/test/h.yaml",
    "tools/e2e/i.yaml",
  ];
  const cwd = folderWith({
    ...manifests(...tests, ...more, ...others, "deploy/prod/j.yaml"),
    "test/main_test.go": "",
    "tests/data/run.sh": "",
    "lib/tests/smoke/chainsaw-test.yaml": "",
    "deploy/test/deploy.sh": "",
    "overlays/test/apply.sh": "",
    "tools/e2e/kustomization.yaml": "resources: [i.yaml]\n",
  });
  expect(await found(["."], cwd)).toEqual([...others, "deploy/prod/j.yaml"].sort());
  expect(await found(["e2e", "test/manifests/c.yaml", "tests/**/*.yaml"], cwd)).toEqual([
    tests[0],
    tests[2],
    tests[3],
  ]);
});

test("what is wrong on purpose gets no findings", async () => {
  const wrong = [
    "bad_resources/a.yaml",
    "invalid/b.yaml",
    "lesson/bad.yaml",
    "suite/fail-pod.yaml",
    "testdata2/c.yaml",
  ];
  const right = ["good_resources/a.yaml", "lesson/good.yaml", "suite/pass-pod.yaml", "valid/b.yaml"];
  const others = ["alone/bad.yaml", "badges/web.yaml", "proxy/fail-open.yaml", "proxy/pass-through.yaml"];
  const cwd = folderWith(manifests(...wrong, ...right, ...others, "goods/web.yaml"));
  expect(await found(["."], cwd)).toEqual([...right, ...others, "goods/web.yaml"].sort());
  expect(await found(["lesson/bad.yaml", "bad_resources"], cwd)).toEqual([wrong[0], wrong[2]]);
});

test("files that people do not edit in place get no findings, unless they are named or the configuration includes them", async () => {
  const vendored = ["sub/upstream/a.yaml", "third-party/b.yaml", "third_party/c.yaml", "vendor/d.yaml"];
  const tests = ["__fixtures__/e.yaml", "app/src/test/resources/f.yaml", "testdata/g.yaml"];
  const cwd = folderWith({ ...manifests(...vendored, ...tests, "node_modules/p/h.yaml", "x.yaml") });
  expect(await found(["."], cwd)).toEqual(["x.yaml"]);
  expect(await found(["testdata", "vendor/d.yaml", "third_party/*.yaml", "app/src/test"], cwd)).toEqual(
    [tests[1], tests[2], vendored[2], vendored[3]].sort(),
  );
  expect(await found(["**/upstream/*.yaml"], cwd)).toEqual(["sub/upstream/a.yaml"]);
  expect((await kubewright(["lint", ...onlyTags], { cwd })).out).toContain(
    "in 1 of 1 file with 1 resource; 7 files (4 vendored, 3 test), node_modules/ skipped (`vendored: true` checks them)",
  );
  const all = [...vendored, ...tests, "node_modules/p/h.yaml", "x.yaml"].sort();
  const wanting = folderWith({ ".kubewright.yaml": "vendored: true\n", ...manifests(...all) });
  expect(await found(["."], wanting)).toEqual(all);
  const kubeLinter = folderWith({ ".kube-linter.yaml": "{}\n", ...manifests(...all) });
  const { findings } = await lintJson(["."], { cwd: kubeLinter });
  expect([...new Set(findings.map(({ file }) => file))]).toEqual(all);
});

test("values that are only for the tests of a chart are test data", async () => {
  const values = "image: { repository: nginx, tag: latest }\n";
  const cwd = folderWith({
    "chart/Chart.yaml": "name: web\n",
    "chart/values.yaml": values,
    "chart/ci/values-small.yaml": values,
    "chart/ci/large-values.yaml": values,
    "ci/values.yaml": values,
  });
  expect(await found(["."], cwd)).toEqual(["chart/values.yaml", "ci/values.yaml"]);
  expect(await found(["chart/ci"], cwd)).toEqual([
    "chart/ci/large-values.yaml",
    "chart/ci/values-small.yaml",
  ]);
});

const generated = `# This file was generated by make manifests. DO NOT EDIT.\n${podWithoutTag}`;
const rendered = (template: string) => `---\n# Source: shop/templates/${template}\n${podWithoutTag}`;

test("generated files get no findings, unless they are named", async () => {
  const cwd = folderWith({
    ...manifests("x.yaml"),
    "deploy/install.yaml": generated,
    "deploy/rendered.yaml": rendered("a.yaml") + rendered("b.yaml"),
    "deploy/half.yaml": `${rendered("a.yaml")}---\n${podWithoutTag}`,
  });
  expect(await found(["."], cwd)).toEqual(["deploy/half.yaml", "deploy/half.yaml", "x.yaml"]);
  expect((await kubewright(["lint", ...onlyTags], { cwd })).out).toContain(
    "in 2 of 2 files with 3 resources; 2 generated files skipped (`vendored: true` checks them)",
  );
  expect(await found(["deploy/install.yaml"], cwd)).toEqual(["deploy/install.yaml"]);
  // Patterns match the same files whether the shell or Kubewright expands them.
  expect(await found(["deploy/i*.yaml"], cwd)).toEqual(["deploy/install.yaml"]);
  expect(await found(["**/i*.yaml"], cwd)).toEqual(["deploy/install.yaml"]);
  expect(await found(["**/*.yaml"], cwd)).toEqual(["deploy/half.yaml", "deploy/half.yaml", "x.yaml"]);
});

test("rendered charts are checked from standard input, and in a folder with nothing else", async () => {
  const cwd = folderWith({ "out/shop/templates/a.yaml": rendered("a.yaml"), "out/notes.yaml": "a: 1\n" });
  const input = builtKubewright(["lint", "--format", "json", "-", ...onlyTags], {
    cwd,
    input: rendered("a.yaml"),
  });
  expect((JSON.parse(input.out) as JsonReport).findings).toHaveLength(1);
  expect(await found(["out"], cwd)).toEqual(["out/shop/templates/a.yaml"]);
  expect(
    await found(["out"], folderWith({ "out/a.yaml": rendered("a.yaml"), ...manifests("out/b.yaml") })),
  ).toEqual(["out/b.yaml"]);
});

test("generated files are not changed by fix, and findings in other files know their objects", async () => {
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx:1.31.4 }] }
`;
  const budget = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: shop }
spec: { maxUnavailable: 1, selector: { matchLabels: { app: web } } }
`;
  const onlyBudgets = ["--preset", "pod-security-baseline", "--rule", "disruption-budget-missing"];
  const findings = async (files: Readonly<Record<string, string>>) =>
    (await lintJson([".", ...onlyBudgets], { cwd: folderWith(files) })).findings.length;
  expect(await findings({ "web.yaml": deployment })).toBe(1);
  expect(await findings({ "web.yaml": deployment, "upstream/budget.yaml": budget })).toBe(0);
  expect(await findings({ "web.yaml": deployment, "testdata/budget.yaml": budget })).toBe(1);
  const files = {
    "deploy/install.yaml": generated,
    "upstream/web.yaml": podWithoutTag,
    "x.yaml": deployment,
  };
  const cwd = folderWith(files);
  await kubewright(["fix", "--all", "."], { cwd });
  expect(readFileSync(join(cwd, "deploy/install.yaml"), "utf8")).toBe(generated);
  expect(readFileSync(join(cwd, "upstream/web.yaml"), "utf8")).toBe(podWithoutTag);
});

test("versioned releases get no findings", async () => {
  const kept = ["docs/v1_0_0_full.yaml", "docs/v1_0_1_full.yaml", "docs/v1_1_0-rc1_full.yaml"];
  const edited = [
    "docs/v1_0_0_crds.yaml",
    "models/llama3_2_1B.yaml",
    "models/llama3_2_3B.yaml",
    "nodes/10.0.0.1.yaml",
    "nodes/10.0.0.2.yaml",
    "dumps/2026.01.02.yaml",
    "dumps/2026.01.03.yaml",
    "v1/a.yaml",
    "v1.2/a.yaml",
  ].sort();
  const cwd = folderWith(manifests(...kept, "releases/v1.2.3/install.yaml", ...edited));
  expect(await found(["."], cwd)).toEqual(edited);
  expect((await kubewright(["lint", ...onlyTags], { cwd })).out).toContain("; 4 released files skipped");
  expect(await found(["docs/v1_0_1_full.yaml", "releases/v1.2.3"], cwd)).toEqual([
    "docs/v1_0_1_full.yaml",
    "releases/v1.2.3/install.yaml",
  ]);
});

test("releases of two numbers are kept by version if they end in a pre-release", async () => {
  const kept = ["docs/operator-v3.0-beta1.yaml", "docs/operator-v3.19.0.yaml", "docs/1.2-rc.1/install.yaml"];
  const edited = ["docs/operator-v3.0.yaml", "v1.2/a.yaml", "v1beta1/a.yaml"];
  const cwd = folderWith(manifests(...kept, ...edited));
  expect(await found(["."], cwd)).toEqual(edited);
});

test("folders of releases are recognized by a build number, or by several minor versions", async () => {
  const kept = ["agent/11.0.1.6929-1/Dockerfile.yaml", "site/v0.18/a.yaml", "site/v0.19/a.yaml"];
  const edited = ["agent/10.0.0.1/a.yaml", "design/other/c.yaml", "poc/d.yaml", "site/main/a.yaml"];
  const cwd = folderWith(manifests(...kept, "design/cli/PoC/base/b.yaml", ...edited));
  expect(await found(["."], cwd)).toEqual(edited);
});

test("archives get no findings, unless they are an application of this name", async () => {
  const kept = [".archive/web/a.yaml", "apps/_archive/a.yaml", "old/archive/web/a.yaml", "archived/a.yaml"];
  const cwd = folderWith({
    ...manifests(...kept, "apps/archive/a.yaml", "x.yaml"),
    "apps/archive/kustomization.yaml": "resources: [a.yaml]\n",
  });
  expect(await found(["."], cwd)).toEqual(["apps/archive/a.yaml", "x.yaml"]);
  expect((await kubewright(["lint", ...onlyTags], { cwd })).out).toContain("archived file");
  expect(await found(["archived"], cwd)).toEqual(["archived/a.yaml"]);
});

test("the website that Jekyll builds gets no findings, and does not hide those of its sources", async () => {
  const cwd = folderWith({ ...manifests("_site/a.yaml", "a.yaml"), "_config.yml": "title: Labs\n" });
  expect(await found(["."], cwd)).toEqual(["a.yaml"]);
  expect(await found(["."], folderWith(manifests("_site/b.yaml")))).toEqual(["_site/b.yaml"]);
});

test("unreadable files in a folder that people do not edit are not reported", async () => {
  const cwd = folderWith({ ...manifests("x.yaml"), "vendor/binary.yaml": "\0", "testdata/b.yaml": "\0" });
  symlinkSync("nowhere.yaml", join(cwd, "vendor/link.yaml"));
  const { code, err } = await kubewright(["lint", ...onlyTags], { cwd });
  expect([code, err]).toEqual([1, ""]);
});

test("globs are expanded if the shell has not done it", async () => {
  const cwd = folderWith(manifests("a/x.yaml", "a/b/x.yaml", "a/y.yaml", "c/x.yaml"));
  expect(await found(["a/**/x.yaml"], cwd)).toEqual(["a/b/x.yaml", "a/x.yaml"]);
  expect(await found(["{a,c}/x.yaml"], cwd)).toEqual(["a/x.yaml", "c/x.yaml"]);
  const { code, err } = builtKubewright(["lint", "z/*.yaml"], { cwd });
  expect([code, err]).toEqual([2, "kubewright: z/*.yaml: does not match any file\n"]);
});

test("symbolic links are not followed when found, but are when named", async () => {
  const outside = folderWith(manifests("x.yaml"));
  const cwd = folderWith(manifests("in/y.yaml"));
  symlinkSync(outside, join(cwd, "out"));
  symlinkSync(join(outside, "x.yaml"), join(cwd, "out.yaml"));
  symlinkSync("in/y.yaml", join(cwd, "again.yaml"));
  expect(await found(["."], cwd)).toEqual(["in/y.yaml"]);
  expect(await found(["out.yaml"], cwd)).toEqual(["out.yaml"]);
  expect(await found(["out"], cwd)).toEqual(["out/x.yaml"]);
});

test("a file that is named twice is linted once, and one outside is shown with a relative path", async () => {
  const cwd = folderWith({ ...manifests("a.yaml"), "sub/.keep": "" });
  expect(await found(["a.yaml", ".", "./a.yaml"], cwd)).toEqual(["a.yaml"]);
  expect(await found(["../a.yaml"], join(cwd, "sub"))).toEqual(["../a.yaml"]);
});

test("a named file is read whatever its name, and a folder without manifests is reported", async () => {
  const cwd = folderWith({ "pod.txt": podWithoutTag });
  expect(await found(["pod.txt"], cwd)).toEqual(["pod.txt"]);
  expect(builtKubewright(["lint"], { cwd })).toEqual({ code: 0, out: "No manifests found.\n", err: "" });
});
