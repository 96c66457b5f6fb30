import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { builtKubewright, folderWith, kubewright, lintJson, onlyTags, podWithoutTag } from "./program.ts";

const lint = (cwd: string, ...args: string[]) => kubewright(["lint", ...onlyTags, ...args], { cwd });
const other = podWithoutTag.replace("name: web, namespace", "name: api, namespace");

describe("lint --baseline", () => {
  test("reports only findings that are not in the baseline, even if their lines have moved", async () => {
    const cwd = folderWith({ "a.yaml": podWithoutTag, "b/b.yaml": podWithoutTag });
    const written = await lint(cwd, "--baseline", "known.json", "--write-baseline");
    expect(written).toEqual({ code: 0, out: "", err: "Wrote 2 findings in 2 files to known.json.\n" });
    expect(JSON.parse(readFileSync(join(cwd, "known.json"), "utf8"))).toEqual({
      version: 1,
      findings: {
        "a.yaml": { "image-latest-tag": { "/Pod shop/web": { "spec.containers[web].image": 1 } } },
        "b/b.yaml": { "image-latest-tag": { "/Pod shop/web": { "spec.containers[web].image": 1 } } },
      },
    });
    writeFileSync(join(cwd, "a.yaml"), `# moved\n\n${podWithoutTag}---\n${other}`);
    const { code, out, err } = await lint(cwd, "--baseline", "known.json");
    expect(code).toBe(1);
    expect(out).toContain("1 finding (1 warning) in 1 of 2 files");
    expect(err).toBe("");
  });

  test("keeps entries of files that were not checked, and drops those of deleted files", async () => {
    const cwd = folderWith({ "a.yaml": podWithoutTag, "b.yaml": podWithoutTag, "c.yaml": podWithoutTag });
    await lint(cwd, "--baseline", "known.json", "--write-baseline");
    rmSync(join(cwd, "c.yaml"));
    await lint(cwd, "a.yaml", "--baseline", "known.json", "--write-baseline");
    const { findings } = JSON.parse(readFileSync(join(cwd, "known.json"), "utf8"));
    expect(Object.keys(findings)).toEqual(["a.yaml", "b.yaml"]);
  });

  test("says in one line what no longer occurs, except for disabled rules and files that were not checked", async () => {
    const cwd = folderWith({ "a.yaml": podWithoutTag, "b.yaml": podWithoutTag, "c.yaml": podWithoutTag });
    await lint(cwd, "--baseline", "known.json", "--write-baseline");
    writeFileSync(join(cwd, "a.yaml"), podWithoutTag.replace("nginx", "nginx:1.31.4"));
    expect((await lint(cwd, "b.yaml", "--baseline", "known.json")).err).toBe("");
    rmSync(join(cwd, "c.yaml"));
    expect(await lint(cwd, "--baseline", "known.json")).toMatchObject({
      code: 0,
      err: "kubewright: 2 findings in known.json no longer occur; --write-baseline removes them.\n".slice(12),
    });
    expect(
      (
        await kubewright(
          ["lint", "a.yaml", "--preset", "pod-security-baseline", "--baseline", "known.json"],
          { cwd },
        )
      ).err,
    ).toBe("1 finding in known.json no longer occurs; --write-baseline removes it.\n");
  });

  test("is read where the configuration says, relative to it, and fix ignores its findings", async () => {
    const cwd = folderWith({
      ".kubewright.yaml":
        "baseline: ci/known.json\npreset: pod-security-baseline\nrules: { image-latest-tag: warning }\n",
      "ci/readme.txt": "",
      "apps/a.yaml": podWithoutTag,
    });
    expect(builtKubewright(["lint"], { cwd }).code).toBe(1);
    expect(builtKubewright(["lint", "--write-baseline"], { cwd }).err).toBe(
      "Wrote 1 finding in 1 file to known.json.\n",
    );
    expect(readFileSync(join(cwd, "ci", "known.json"), "utf8")).toContain('"../apps/a.yaml"');
    expect((await kubewright(["lint"], { cwd })).code).toBe(0);
    expect((await kubewright(["fix", "--all"], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, "apps", "a.yaml"), "utf8")).toBe(podWithoutTag);
  });

  test("is shown by --report-suppressed", async () => {
    const cwd = folderWith({ "a.yaml": podWithoutTag });
    await lint(cwd, "--baseline", "known.json", "--write-baseline");
    const report = await lintJson([...onlyTags, "--baseline", "known.json", "--report-suppressed"], { cwd });
    expect(report.findings).toMatchObject([{ suppressed: true, suppression: { by: "baseline" } }]);
  });

  test.each([
    [["--baseline", "gone.json"], "kubewright: gone.json: does not exist\n"],
    [["--baseline", "a.yaml"], "kubewright: a.yaml: is not valid JSON\n"],
    [["--baseline", "a.yaml", "--write-baseline"], "kubewright: a.yaml: is not valid JSON\n"],
    [
      ["--baseline", "old.json"],
      "kubewright: old.json: is not a baseline that this version of Kubewright can read\n",
    ],
    [
      ["--write-baseline"],
      "kubewright: --write-baseline needs --baseline FILE, or a baseline in .kubewright.yaml\n",
    ],
    [
      ["--baseline", "no/where.json", "--write-baseline"],
      "kubewright: where.json: cannot be written: the folder does not exist\n",
    ],
  ])("2 and one line: %j", async (args, err) => {
    const cwd = folderWith({ "a.yaml": podWithoutTag, "old.json": "{}" });
    expect(await lint(cwd, ...args)).toEqual({ code: 2, out: "", err });
    expect(readFileSync(join(cwd, "a.yaml"), "utf8")).toBe(podWithoutTag);
  });

  test("2 and the position of the problem for an invalid baseline in the configuration", async () => {
    const cwd = folderWith({
      ".kubewright.yaml": "baseline: b.json\n",
      "b.json": "[",
      "a.yaml": podWithoutTag,
    });
    expect(await kubewright(["lint"], { cwd })).toMatchObject({
      code: 2,
      err: "kubewright: .kubewright.yaml:1:11: b.json is not valid JSON\n",
    });
  });
});
