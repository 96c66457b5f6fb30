import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtKubewright, folderWith, kubewright, onlyTags, podWithoutTag } from "./program.ts";

const mendTags = ["fix", "--all", ...onlyTags];
const text = (cwd: string, name: string) => readFileSync(join(cwd, name), "utf8");

describe("fix", () => {
  test("changes only the problems, keeps the mode, and leaves no other files behind", () => {
    const cwd = folderWith({ "web.yaml": podWithoutTag });
    chmodSync(join(cwd, "web.yaml"), 0o640);
    const { code, out } = builtKubewright(mendTags, { cwd });
    expect(code).toBe(0);
    expect(out).toContain("No findings");
    expect(text(cwd, "web.yaml")).toMatch(/image: nginx:[\d.]+ # the shop window\n$/);
    expect(statSync(join(cwd, "web.yaml")).mode & 0o777).toBe(0o640);
    expect(readdirSync(cwd)).toEqual(["web.yaml"]);
  });

  test("without --all makes no change that affects what runs", async () => {
    const cwd = folderWith({ "web.yaml": podWithoutTag });
    const before = statSync(join(cwd, "web.yaml"));
    const { code, out, err } = await kubewright(["fix", ...onlyTags], { cwd });
    expect(code).toBe(1);
    expect(err).toContain("No finding has a safe fix, so no file was changed.");
    expect(out).toContain("1 can be fixed with `kubewright fix --all`");
    expect(text(cwd, "web.yaml")).toBe(podWithoutTag);
    expect(statSync(join(cwd, "web.yaml")).ino).toBe(before.ino);
  });

  test("a second run changes nothing", async () => {
    const cwd = folderWith({ "web.yaml": podWithoutTag });
    await kubewright(mendTags, { cwd });
    const fixed = text(cwd, "web.yaml");
    expect(await kubewright([...mendTags, "--diff"], { cwd })).toMatchObject({ code: 0, out: "" });
    expect(text(cwd, "web.yaml")).toBe(fixed);
  });

  test("keeps byte order mark, line breaks and a missing final line break", async () => {
    const odd = `\uFEFF${podWithoutTag.trimEnd()}`.replaceAll("\n", "\r\n");
    const cwd = folderWith({ "web.yaml": odd });
    await kubewright(mendTags, { cwd });
    const fixed = text(cwd, "web.yaml");
    expect(fixed.replace(/nginx:[\d.]+/, "nginx")).toBe(odd);
    expect(fixed).not.toBe(odd);
  });

  test("replaces the target of a symbolic link", async () => {
    const cwd = folderWith({ "real/web.yaml": podWithoutTag });
    symlinkSync("real/web.yaml", join(cwd, "link.yaml"));
    expect((await kubewright([...mendTags, "link.yaml"], { cwd })).code).toBe(0);
    expect(lstatSync(join(cwd, "link.yaml")).isSymbolicLink()).toBe(true);
    expect(readlinkSync(join(cwd, "link.yaml"))).toBe("real/web.yaml");
    expect(text(cwd, "real/web.yaml")).toContain("nginx:");
  });

  test.skipIf(process.getuid?.() === 0)(
    "a write-protected file is a line (root may write everything)",
    () => {
      const cwd = folderWith({ "web.yaml": podWithoutTag });
      chmodSync(join(cwd, "web.yaml"), 0o444);
      expect(builtKubewright(mendTags, { cwd })).toMatchObject({
        code: 2,
        err: expect.stringContaining("kubewright: web.yaml: cannot be written: permission denied"),
      });
      expect(text(cwd, "web.yaml")).toBe(podWithoutTag);
    },
  );

  test("prints the fixed standard input, or the unchanged text if there is nothing to fix", () => {
    const cwd = folderWith();
    const fixed = builtKubewright([...mendTags, "-"], { cwd, input: podWithoutTag });
    expect(fixed.code).toBe(0);
    expect(fixed.out.replace(/nginx:[\d.]+/, "nginx")).toBe(podWithoutTag);
    expect(fixed.out).toContain("nginx:");
    expect(builtKubewright([...mendTags, "-"], { cwd, input: "a: 1" }).out).toBe("a: 1");
  });
});

describe("fix --diff", () => {
  const cases: Readonly<Record<string, string>> = {
    "an ordinary file": podWithoutTag,
    "no line end at the end": podWithoutTag.trimEnd(),
    "several places": `${podWithoutTag}---\n${"# filler\n".repeat(20)}${podWithoutTag}`,
  };

  const patches = spawnSync("patch", ["--version"]).status === 0;

  test.skipIf(!patches).each(Object.entries(cases))(
    "of %s is what patch(1) takes, and writes nothing",
    async (_, before) => {
      const cwd = folderWith({ "apps/the web.yaml": before });
      const { code, out } = await kubewright([...mendTags, "--diff"], { cwd });
      expect(code).toBe(0);
      expect(out).toContain("--- a/apps/the web.yaml");
      expect(text(cwd, "apps/the web.yaml")).toBe(before);
      execFileSync("patch", ["-p1", "--silent"], { cwd, input: out });
      const patched = text(cwd, "apps/the web.yaml");
      writeFileSync(join(cwd, "apps/the web.yaml"), before);
      await kubewright(mendTags, { cwd });
      expect(patched).toBe(text(cwd, "apps/the web.yaml"));
      expect(patched).not.toBe(before);
    },
  );

  test("exits with 1 if findings remain", async () => {
    const cwd = folderWith({ "web.yaml": podWithoutTag });
    expect(await kubewright(["fix", "--diff", ...onlyTags], { cwd })).toMatchObject({ code: 1, out: "" });
  });
});

const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: ${name}, image: "nginx:1.31.4-alpine" }] }
`;
const budgets = ["--preset", "pod-security-baseline", "--rule", "disruption-budget-missing=warning"];
const addBudgets = ["fix", "--all", ...budgets];

describe("an object that a fix adds", () => {
  test("gets its own file next to a file with one resource, and is added to the kustomization", async () => {
    const cwd = folderWith({
      "web/deployment.yaml": deployment("web"),
      "web/kustomization.yaml": "resources:\n- deployment.yaml\n",
    });
    const { code, err } = await kubewright(addBudgets, { cwd });
    expect(code).toBe(0);
    expect(err).toContain("Fixed 1 finding in 2 files, 1 of them new.");
    expect(text(cwd, "web/deployment.yaml")).toBe(deployment("web"));
    expect(text(cwd, "web/poddisruptionbudget.yaml")).toMatch(
      /^apiVersion: policy\/v1\nkind: PodDisruptionBudget\nmetadata:\n {2}name: web\n {2}namespace: shop\n/,
    );
    expect(text(cwd, "web/kustomization.yaml")).toBe(
      "resources:\n- deployment.yaml\n- poddisruptionbudget.yaml\n",
    );
    expect(await kubewright([...addBudgets, "--diff"], { cwd })).toMatchObject({ code: 0, out: "" });
  });

  test("gets a unique name if several files of a folder need one", async () => {
    const cwd = folderWith({
      "deployment.yaml": deployment("web"),
      "statefulset.yaml": deployment("db").replace("Deployment", "StatefulSet"),
      "poddisruptionbudget.yaml": "# none yet\n",
    });
    await kubewright(addBudgets, { cwd });
    expect(readdirSync(cwd).sort()).toEqual([
      "deployment.yaml",
      "poddisruptionbudget-2.yaml",
      "poddisruptionbudget-3.yaml",
      "poddisruptionbudget.yaml",
      "statefulset.yaml",
    ]);
    expect(text(cwd, "poddisruptionbudget.yaml")).toBe("# none yet\n");
  });

  test("is shown by --diff as a new file, which git can apply", async () => {
    const cwd = folderWith({ "deployment.yaml": deployment("web") });
    const { out } = builtKubewright([...addBudgets, "--diff"], { cwd });
    expect(out).toContain("--- /dev/null\n+++ b/poddisruptionbudget.yaml\n@@ -0,0 +1,");
    expect(readdirSync(cwd)).toEqual(["deployment.yaml"]);
    execFileSync("git", ["init", "--quiet"], { cwd });
    execFileSync("git", ["apply"], { cwd, input: out });
    expect((await kubewright(["lint", ...budgets], { cwd })).code).toBe(0);
  });

  test("stays in its file if the kustomization that lists the file is not checked", async () => {
    const cwd = folderWith({
      "deployment.yaml": deployment("web"),
      "kustomization.yaml": "resources: [deployment.yaml]\n",
    });
    await kubewright([...addBudgets, "deployment.yaml"], { cwd });
    expect(readdirSync(cwd).sort()).toEqual(["deployment.yaml", "kustomization.yaml"]);
    expect(text(cwd, "deployment.yaml")).toContain("---\napiVersion: policy/v1\n");
  });

  test("comes after the text from standard input", () => {
    const cwd = folderWith();
    const { out } = builtKubewright([...addBudgets, "-"], { cwd, input: deployment("web") });
    expect(out).toContain("---\napiVersion: policy/v1\n");
    expect(readdirSync(cwd)).toEqual([]);
  });
});
