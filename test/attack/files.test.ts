import { spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { ConfigFiles } from "../../host/config.ts";
import { readTextSync } from "../../host/read.ts";
import { createText, replaceText } from "../../host/write.ts";
import { builtKubewright, folderWith, kubewright, onlyTags, podWithoutTag } from "../cli/program.ts";

const isLinux = process.platform === "linux";

function shell(command: string, cwd: string) {
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], {
    cwd,
    env: { ...process.env, KUBEWRIGHT: `${process.execPath} ${inject("program")}` },
    timeout: 240_000,
  });
  return { code: status, out: stdout.toString(), err: stderr.toString() };
}

test.runIf(isLinux).each([
  ["a reader that closes early", "$KUBEWRIGHT lint a.yaml | head -c 1 >/dev/null; exit ${PIPESTATUS[0]}", 1],
  ["no standard output", "$KUBEWRIGHT lint a.yaml >&-", 1],
  ["no standard error", "$KUBEWRIGHT lint a.yaml 2>&-", 1],
  ["a full standard output", "$KUBEWRIGHT lint a.yaml >/dev/full", 2],
  ["a full standard error", "$KUBEWRIGHT lint nowhere.yaml 2>/dev/full", 2],
  ["a full output of help", "$KUBEWRIGHT --help >/dev/full", 2],
])("the exit code with %s", (_, command, code) => {
  const cwd = folderWith({ "a.yaml": podWithoutTag.repeat(1) });
  expect(shell(command, cwd).code).toBe(code);
});

test.runIf(isLinux)("lost output is reported", () => {
  const { err } = shell("$KUBEWRIGHT lint a.yaml >/dev/full", folderWith({ "a.yaml": podWithoutTag }));
  expect(err).toBe("kubewright: standard output cannot be written: no space left on the disk\n");
});

test.runIf(isLinux)("pipes and devices in place of configurations do not block", () => {
  const cwd = folderWith({ "a.yaml": podWithoutTag, "b/b.yaml": podWithoutTag });
  spawnSync("mkfifo", [join(cwd, ".gitignore"), join(cwd, "c.yaml"), join(cwd, "base.yaml")]);
  mkdirSync(join(cwd, ".git"));
  symlinkSync("/dev/zero", join(cwd, "b", ".gitignore"));
  expect(builtKubewright(["lint", "--no-config", ".", ...onlyTags], { cwd }).code).toBe(1);
  writeFileSync(join(cwd, ".kubewright.yaml"), "extends: base.yaml\n");
  expect(builtKubewright(["lint", "."], { cwd }).err).toContain("base.yaml is not a regular file");
  writeFileSync(join(cwd, ".kubewright.yaml"), "extends: /dev/zero\n");
  expect(builtKubewright(["lint", "."], { cwd }).err).toContain("/dev/zero is not a regular file");
});

test("a configuration that is a link to a file outside of the repository is not read", () => {
  const outside = folderWith({ "secret.yaml": "password: PLANTED\n", "base.yaml": "preset: all\n" });
  const folder = folderWith({ "a.yaml": podWithoutTag });
  mkdirSync(join(folder, ".git"));
  symlinkSync(join(outside, "secret.yaml"), join(folder, ".kubewright.yaml"));
  const { problems, unreadable } = new ConfigFiles().of(join(folder, "a.yaml"));
  expect(unreadable?.message).toContain("leads out of the repository");
  expect(problems).toEqual([]);
  symlinkSync(join(outside, "base.yaml"), join(folder, "base.yaml"));
  const parsed = new ConfigFiles().parse("extends: base.yaml\n", join(folder, ".kubewright.yaml"));
  expect(parsed.problems[0]?.message).toContain("leads out of the repository");
});

test("a link inside the repository is followed", () => {
  const folder = folderWith({ "shared/base.yaml": "preset: all\n", "a.yaml": podWithoutTag });
  symlinkSync(join(folder, "shared", "base.yaml"), join(folder, ".kubewright.yaml"));
  expect(new ConfigFiles().of(join(folder, "a.yaml")).config.preset).toBe("all");
});

test("a baseline stays inside of the repository", () => {
  const outside = folderWith({ "known.json": "{}" });
  const folder = folderWith({});
  const { problems } = new ConfigFiles().parse(
    `baseline: ${join(outside, "known.json")}\n`,
    join(folder, ".kubewright.yaml"),
  );
  expect(problems[0]?.message).toContain("is outside the repository");
});

test("a file that an earlier process left behind does no harm", () => {
  const folder = folderWith({ "a.yaml": "before" });
  writeFileSync(join(folder, `.a.yaml.${process.pid}.kubewright`), "");
  expect(replaceText(join(folder, "a.yaml"), "before", "after")).toBe("written");
  expect(createText(join(folder, "b.yaml"), "new")).toBe("written");
  expect(readdirSync(folder)).toHaveLength(3);
});

test("all hard links of a file have the new text", () => {
  const folder = folderWith({ "a.yaml": "a longer text before" });
  linkSync(join(folder, "a.yaml"), join(folder, "b.yaml"));
  expect(replaceText(join(folder, "a.yaml"), "a longer text before", "after")).toBe("written");
  expect(readFileSync(join(folder, "b.yaml"), "utf8")).toBe("after");
  expect(statSync(join(folder, "a.yaml")).nlink).toBe(2);
});

test("a file name of the maximum length can be written", () => {
  const name = `${"a".repeat(250)}.yaml`;
  const folder = folderWith({ [name]: "before" });
  expect(replaceText(join(folder, name), "before", "after")).toBe("written");
});

test.runIf(isLinux && process.getuid?.() === 0)(
  "a full disk leaves everything as it was, and nothing counts as fixed",
  () => {
    const disk = join(folderWith({}), "disk");
    mkdirSync(disk);
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]).status !== 0) return;
    try {
      writeFileSync(join(disk, "a.yaml"), podWithoutTag);
      try {
        writeFileSync(join(disk, "ballast"), Buffer.alloc(1024 * 1024));
      } catch {}
      const { code, err } = builtKubewright(["fix", "--all", "a.yaml"], { cwd: disk });
      expect(code).toBe(2);
      expect(err).toContain("a.yaml: cannot be written: no space left on the disk");
      expect(err).not.toMatch(/Fixed [1-9]/);
      expect(readFileSync(join(disk, "a.yaml"), "utf8")).toBe(podWithoutTag);
      expect(readdirSync(disk).sort()).toEqual(["a.yaml", "ballast"]);
      expect(() => createText(join(disk, "new.yaml"), "x".repeat(10_000))).toThrow("ENOSPC");
      expect(existsSync(join(disk, "new.yaml"))).toBe(false);
    } finally {
      spawnSync("umount", [disk]);
    }
  },
);

test("a file larger than any configuration is not read as one", () => {
  const folder = folderWith({
    ".kubewright.yaml": `# ${"x".repeat(5 * 1024 * 1024)}\n`,
    "a.yaml": podWithoutTag,
  });
  expect(new ConfigFiles().of(join(folder, "a.yaml")).unreadable?.message).toContain("is larger than");
  expect(readTextSync(folder).problem?.fault).toBe("folder");
});

test("a diff hides the values of a Secret, and says so", async () => {
  const text =
    "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  labels:\n    homepage: https://x/y\nstringData:\n  pin: 777123\n";
  const { out, err } = await kubewright(["fix", "--all", "--diff", "a.yaml"], {
    cwd: folderWith({ "a.yaml": text }),
  });
  expect(out).toContain("pin: (hidden)");
  expect(out).not.toContain("777123");
  expect(err).toContain("cannot be applied as a patch");
});

test.each(["json", "sarif"])("no edit in %s repeats the value of a credential", async (format) => {
  const text = `apiVersion: v1
kind: Pod
metadata: { name: p, labels: { client-secret: "PLANTED1/x y" } }
spec:
  containers:
  - name: a
    image: nginx
    env:
    - { name: API_TOKEN, value: 44412345 }
`;
  const args = ["lint", "--preset", "all", "--format", format, "a.yaml"];
  const { out } = await kubewright(args, { cwd: folderWith({ "a.yaml": text }) });
  expect(out).not.toContain("PLANTED1");
  expect(out).not.toContain("44412345");
});

/** Values that must not be shown, each in a different place; keys and names can be shown. */
const secrets = `apiVersion: v1
kind: Secret
metadata: { name: s1, labels: { homepage: https://x/y } }
stringData:
  password: PLANTED
  pin: 77712345
  "bad key!": PLANTED
data: { notb64: "PLANTED!!", num: 99912345, padded: PLANTED== }
---
apiVersion: v1
kind: Secret
metadata: { name: s2 }
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: '{"auths":{"https://user:PLANTED@reg.example/":{"auth":"PLANTED"}}}'
---
apiVersion: v1
kind: Secret
metadata: { name: s3 }
type: kubernetes.io/basic-auth
stringData: { password: PLANTED, password: PLANTED, username: [PLANTED] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: c1 }
data:
  DB_PASSWORD: PLANTED
  port: 8081
  url: postgres://u:PLANTED@db/x
---
apiVersion: v1
kind: Pod
metadata:
  name: p
  annotations: { token: PLANTED, n: 55512345 }
  labels: { secret: "PLANTED/x y" }
spec:
  imagePullSecrets: [{ name: s2 }]
  containers:
    - name: a
      image: user:PLANTED@registry.example/app:1
      args: [--password=PLANTED]
      env:
        - { name: PASSWORD, value: PLANTED }
        - { name: API_TOKEN, value: 44412345 }
        - { name: DB_PASSWORD, value: [PLANTED] }
        - { name: GH, value: ghp_PLANTED22aaaaaaaaaaaaaaaaaaaaaaaaaaaa }
        - { name: DB, value: "Server=db;User=sa;Password=PLANTED" }
---
apiVersion: v1
kind: Secret
metadata: { name: s4 }
stringData:
  password: PLANTED
\ttab: PLANTED
  broken: "PLANTED
  x: *PLANTED
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Secret
    metadata: { name: s5, labels: { homepage: https://x/y } }
    stringData: { k: 12345032, a: PLANTED, b: { c: PLANTED } }
`;

test.each([
  ["lint", "--format", "pretty"],
  ["lint", "--format", "json"],
  ["lint", "--format", "sarif"],
  ["lint", "--format", "github"],
  ["lint", "--format", "junit"],
  ["fix", "--all", "--diff"],
])("%s %s %s shows no value of a Secret or of a credential", async (...args) => {
  const cwd = folderWith({ "a.yaml": secrets });
  const { out, err } = await kubewright([...args, "--preset", "all", "a.yaml"], { cwd });
  expect(out).not.toBe("");
  for (const value of ["PLANTED", "77712345", "99912345", "44412345", "12345032"])
    expect(out + err).not.toContain(value);
});
