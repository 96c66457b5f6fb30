import { relative } from "node:path";
import { expect, test } from "vitest";
import { builtKubewright, folderWith, kubewright, lintJson, podWithoutTag } from "./program.ts";

test("precedence: command line, overrides, the file, the files it extends, the preset", async () => {
  const files: Record<string, string> = { "apps/web.yaml": podWithoutTag, ".kubewright.yaml": "" };
  const severity = async (...args: string[]) =>
    (await lintJson(args, { cwd: folderWith(files) })).findings.find(
      ({ rule }) => rule === "image-latest-tag",
    )?.severity;
  expect(await severity()).toBe("warning");
  files["base.yaml"] = "rules: { image-latest-tag: hint }\n";
  files[".kubewright.yaml"] = "extends: base.yaml\n";
  expect(await severity()).toBe("hint");
  files["base.yaml"] += "overrides:\n- { files: [apps], rules: { image-latest-tag: information } }\n";
  expect(await severity()).toBe("information");
  files[".kubewright.yaml"] += "rules: { image-latest-tag: error }\n";
  expect(await severity()).toBe("error");
  files[".kubewright.yaml"] += "overrides:\n- { namespaces: [shop], rules: { image-latest-tag: off } }\n";
  expect(await severity()).toBeUndefined();
  expect(await severity("--rule", "image-latest-tag=hint")).toBe("hint");
  expect(await severity("--no-config")).toBe("warning");
});

test("a mistake in an extended file ends the run, with the position of the reference to it", () => {
  const cwd = folderWith({
    "web.yaml": podWithoutTag,
    ".kubewright.yaml": "preset: strict\nextends:\n- team.yaml\n",
    "team.yaml": "rules:\n  image-latest-tagg: off\n",
  });
  expect(builtKubewright(["lint"], { cwd })).toEqual({
    code: 2,
    out: "",
    err: 'kubewright: .kubewright.yaml:3:3: team.yaml, line 2: Unknown rule "image-latest-tagg"; did you mean "image-latest-tag"?\n',
  });
});

test("fix respects overrides too", async () => {
  const cwd = folderWith({
    ".kubewright.yaml": "overrides:\n- { names: [api], rules: { image-latest-tag: off } }\n",
    "all.yaml": `${podWithoutTag}---\n${podWithoutTag.replace("name: web, n", "name: api, n")}`,
  });
  const { out } = await kubewright(["fix", "--all", "--diff"], { cwd });
  expect(out.match(/^-.*image: nginx/gm)).toHaveLength(1);
});

test("the file that --config names can be anywhere", async () => {
  const cwd = folderWith({ "apps/web.yaml": podWithoutTag });
  const elsewhere = folderWith({ "team.yaml": "rules: { image-latest-tag: off }\n" });
  for (const file of [`${elsewhere}/team.yaml`, relative(cwd, `${elsewhere}/team.yaml`)]) {
    const { findings } = await lintJson(["--config", file], { cwd });
    expect(findings.map(({ rule }) => rule)).not.toContain("image-latest-tag");
  }
  const rules = ["rules", "test", `${elsewhere}/team.yaml`];
  expect((await kubewright(rules, { cwd })).err).not.toContain("does not exist");
});
