import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folderWith, kubewright, lintJson, onlyTags, podWithoutTag } from "./program.ts";

const found = (args: readonly string[], cwd: string) =>
  lintJson([...args, ...onlyTags], { cwd }).findings.map(({ file }) => file);

/** The same manifest under each name. */
function manifests(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, podWithoutTag]));
}

test(".gitignore is honoured, nested and negated, from the repository's root down", () => {
  const cwd = folderWith({
    ".git/HEAD": "ref: refs/heads/main\n",
    ".gitignore": "build/\n*.gen.yaml\n/top.yaml\n",
    "apps/.gitignore": "!keep.gen.yaml\nsecret.yaml\n",
    ...manifests("build/a.yaml", "apps/build/b.yaml", "x.gen.yaml", "apps/keep.gen.yaml", "top.yaml"),
    ...manifests("apps/top.yaml", "apps/secret.yaml", "secret.yaml", "apps/deep/secret.yaml"),
  });
  const expected = ["apps/keep.gen.yaml", "apps/top.yaml", "secret.yaml"];
  expect(found(["."], cwd)).toEqual(expected);
  expect(found([], join(cwd, "apps"))).toEqual(["keep.gen.yaml", "top.yaml"]);
});

test("what is ignored is looked at when it is named", () => {
  const cwd = folderWith({ ".git/HEAD": "", ".gitignore": "build\n", ...manifests("build/a.yaml") });
  expect(found(["."], cwd)).toEqual([]);
  expect(found(["build/a.yaml"], cwd)).toEqual(["build/a.yaml"]);
  expect(found(["build"], cwd)).toEqual(["build/a.yaml"]);
});

test("other people's folders are left out, hidden ones are not", () => {
  const cwd = folderWith(
    manifests("node_modules/a/x.yaml", ".git/x.yaml", ".argocd/x.yml", "X.YAML", "x.txt"),
  );
  expect(found(["."], cwd)).toEqual([".argocd/x.yml", "X.YAML"]);
});

test("folders of other people's files are skipped by name, unless they are named or wanted", () => {
  const all = ["__fixtures__/a.yaml", "sub/vendor/b.yaml", "testdata/c.yaml", "third_party/d.yaml", "x.yaml"];
  const cwd = folderWith(manifests(...all));
  expect(found(["."], cwd)).toEqual(["x.yaml"]);
  expect(found(["testdata", "sub/vendor/b.yaml", "third_party/*.yaml"], cwd)).toEqual(all.slice(1, 4));
  expect(found(["**/vendor/*.yaml"], cwd)).toEqual(["sub/vendor/b.yaml"]);
  expect(kubewright(["lint", ...onlyTags], { cwd }).out).toContain(
    "; __fixtures__/, sub/vendor/, testdata/, 1 more skipped (`vendored: true` checks them)",
  );
  const wanting = folderWith({ ".kubewright.yaml": "vendored: true\n", ...manifests(...all) });
  expect(found(["."], wanting)).toEqual(all);
});

test("globs are expanded where the shell has not", () => {
  const cwd = folderWith(manifests("a/x.yaml", "a/b/x.yaml", "a/y.yaml", "c/x.yaml"));
  expect(found(["a/**/x.yaml"], cwd)).toEqual(["a/b/x.yaml", "a/x.yaml"]);
  expect(found(["{a,c}/x.yaml"], cwd)).toEqual(["a/x.yaml", "c/x.yaml"]);
  const { code, err } = kubewright(["lint", "z/*.yaml"], { cwd });
  expect([code, err]).toEqual([2, "kubewright: z/*.yaml: does not match any file\n"]);
});

test("symbolic links are not followed when found, but are when named", () => {
  const outside = folderWith(manifests("x.yaml"));
  const cwd = folderWith(manifests("in/y.yaml"));
  symlinkSync(outside, join(cwd, "out"));
  symlinkSync(join(outside, "x.yaml"), join(cwd, "out.yaml"));
  symlinkSync("in/y.yaml", join(cwd, "again.yaml"));
  expect(found(["."], cwd)).toEqual(["in/y.yaml"]);
  expect(found(["out.yaml"], cwd)).toEqual(["out.yaml"]);
  expect(found(["out"], cwd)).toEqual(["out/x.yaml"]);
});

test("a file that is named twice is linted once, and one outside has its way to it", () => {
  const cwd = folderWith({ ...manifests("a.yaml"), "sub/.keep": "" });
  expect(found(["a.yaml", ".", "./a.yaml"], cwd)).toEqual(["a.yaml"]);
  expect(found(["../a.yaml"], join(cwd, "sub"))).toEqual(["../a.yaml"]);
});

test("a named file is read whatever its name, and a folder without manifests says so", () => {
  const cwd = folderWith({ "pod.txt": podWithoutTag });
  expect(found(["pod.txt"], cwd)).toEqual(["pod.txt"]);
  expect(kubewright(["lint"], { cwd })).toEqual({ code: 0, out: "No manifests found.\n", err: "" });
});
