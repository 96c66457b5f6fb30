import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  builtKubewright,
  folderWith,
  kubewright,
  lintJson,
  onlyTags,
  podWithoutTag,
  startKubewright,
} from "./program.ts";

const root = process.getuid?.() === 0;
const tags = async (args: readonly string[], cwd: string) =>
  (await lintJson([...args, ...onlyTags], { cwd })).findings
    .filter(({ rule }) => rule === "image-latest-tag")
    .map(({ file }) => file);

/** Texts that are read to their end, or up to a finding that explains why not. */
const odd: Readonly<Record<string, string>> = {
  "an empty file": "",
  "only comments": "# apiVersion: v1\n# kind: Pod\n",
  "a byte order mark": `\uFEFF${podWithoutTag}`,
  CRLF: podWithoutTag.replaceAll("\n", "\r\n"),
  "mixed line ends": podWithoutTag.replace("\n", "\r\n").replace("Pod\n", "Pod\r\n"),
  "tabs as indentation": podWithoutTag.replace("    image", "\t  image"),
  "duplicate keys": `${podWithoutTag}kind: Pod\n`,
  "unknown tags": `${podWithoutTag}  x: !mystery { a: !!binary aGk= }\n`,
  "anchors, aliases and merge keys": `${podWithoutTag}x-a: &a { b: c }\nx-d: { <<: *a, e: *a }\n`,
  "an alias bomb": bomb(),
  "a line of 1,000,000 characters": podWithoutTag.replace("the shop window", "x".repeat(1_000_000)),
  "a string of 1,000,000 characters": podWithoutTag.replace("web, ", `${"w".repeat(1_000_000)}, `),
  "10,000 nested sequences": `${podWithoutTag}x: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`,
  "10,000 nested mappings": `${podWithoutTag}x: ${"{a: ".repeat(10_000)}1${"}".repeat(10_000)}\n`,
  "10,000 opened brackets": `${podWithoutTag}x: ${"[".repeat(10_000)}`,
  "10,000 nested block sequences": `apiVersion: v1\nkind: Pod\nx:\n  ${"- ".repeat(10_000)}1\n`,
  "terminal controls": podWithoutTag.replace("the shop window", "\u001b[31m\u0007\u202e"),
};

function bomb(): string {
  const letters = "abcdefghijklmnopqrst";
  const levels = [...letters]
    .slice(1)
    .map((name, at) => `  ${name}: &${name} [${`*${letters[at]},`.repeat(9)}]\n`);
  return `${podWithoutTag}x:\n  a: &a [x, x, x]\n${levels.join("")}`;
}

test.each(Object.entries(odd))(
  "%s is linted without a crash, and fix --diff changes nothing",
  async (_, text) => {
    const cwd = folderWith({ "odd.yaml": text });
    const lint = await kubewright(["lint", "odd.yaml"], { cwd });
    expect(lint.err).toBe("");
    expect([0, 1]).toContain(lint.code);
    const diff = await kubewright(["fix", "--all", "--diff", "odd.yaml"], { cwd });
    expect([0, 1]).toContain(diff.code);
    expect(readFileSync(join(cwd, "odd.yaml"), "utf8")).toBe(text);
  },
);

test("all of them are linted in one process", () => {
  const texts = Object.values(odd).map((text, at) => [`${at}.yaml`, text] as const);
  const { code, err } = builtKubewright(["lint"], { cwd: folderWith(Object.fromEntries(texts)) });
  expect([code, err]).toEqual([1, ""]);
});

describe("bytes that are not text", () => {
  test("NUL bytes and invalid UTF-8 in YAML are one error line each, and other files are linted", () => {
    const invalid = Buffer.concat([Buffer.from(podWithoutTag), Buffer.from([0xc3, 0x28])]);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(podWithoutTag, "utf16le")]);
    const files = { "a.yaml": "kind: \0\n", "b.yaml": invalid, "c.yaml": utf16, "d.yaml": podWithoutTag };
    const cwd = folderWith(files);
    const { code, out, err } = builtKubewright(["fix", "--all", ...onlyTags], { cwd });
    expect(code).toBe(2);
    expect(out).toContain("No findings in 1 file");
    expect(err.split("\n").slice(0, 3)).toEqual([
      "kubewright: a.yaml: is a binary file (it contains NUL bytes)",
      "kubewright: b.yaml: is not valid UTF-8",
      "kubewright: c.yaml: is UTF-16, not UTF-8",
    ]);
    expect(readFileSync(join(cwd, "b.yaml")).equals(invalid)).toBe(true);
    expect(readFileSync(join(cwd, "c.yaml")).equals(utf16)).toBe(true);
  });

  test("JSON that was not named and is not a manifest is ignored", async () => {
    const manifest = JSON.stringify({
      apiVersion: "v1",
      kind: "Pod",
      spec: { containers: [{ name: "a", image: "nginx" }] },
    });
    const cwd = folderWith({ "data.json": Buffer.from([0, 1]), "package.json": "{", "pod.json": manifest });
    expect((await kubewright(["lint", ...onlyTags], { cwd })).err).toBe("");
    expect(await tags(["."], cwd)).toEqual(["pod.json"]);
    expect((await lintJson(["."], { cwd })).summary["files"]).toBe(1);
    expect((await kubewright(["lint", "data.json"], { cwd })).code).toBe(2);
  });
});

describe("large files", () => {
  const megabyte = 1024 * 1024;

  function largeFile(cwd: string, size: number): void {
    const file = openSync(join(cwd, "large.yaml"), "w");
    const line = `  key: ${"v".repeat(100)}\n`;
    let text =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: big, namespace: shop }\ndata:\n  blob: |\n";
    text += `  ${line}`.repeat(Math.floor((size - text.length) / (line.length + 2)));
    writeSync(file, text + "#".repeat(size - text.length));
    closeSync(file);
  }

  test("50 MB are linted", () => {
    const cwd = folderWith();
    largeFile(cwd, 50 * megabyte);
    const { code, out, err } = builtKubewright(["lint"], { cwd });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("1 resource");
  });

  test("a larger file is one error line, and other files are linted", async () => {
    const cwd = folderWith({ "web.yaml": podWithoutTag });
    largeFile(cwd, 50 * megabyte + 1);
    const { code, out, err } = await kubewright(["lint", ...onlyTags], { cwd });
    expect(code).toBe(2);
    expect(out).toContain("image-latest-tag");
    expect(err).toBe("kubewright: large.yaml: is larger than 50 MB\n");
  });
});

describe("the file system", () => {
  test("a broken symbolic link is one error line, whether named or found", async () => {
    const cwd = folderWith({ "web.yaml": podWithoutTag });
    symlinkSync("gone.yaml", join(cwd, "link.yaml"));
    for (const args of [["."], ["link.yaml", "web.yaml"]]) {
      const { code, out, err } = await kubewright(["lint", ...args, ...onlyTags], { cwd });
      expect(code).toBe(2);
      expect(err).toBe("kubewright: link.yaml: is a broken symbolic link\n");
      expect(out).toContain("web.yaml");
    }
  });

  test("circular links are not", async () => {
    const cwd = folderWith({ "a/web.yaml": podWithoutTag });
    symlinkSync("..", join(cwd, "a", "up"));
    symlinkSync("loop.yaml", join(cwd, "loop.yaml"));
    expect(await tags(["."], cwd)).toEqual(["a/web.yaml"]);
  });

  test("a file that disappears between listing and reading is one error line", async () => {
    const cwd = folderWith({ "b.yaml": podWithoutTag, "c.yaml": podWithoutTag });
    // Reading the pipe waits for a writer; by then b.yaml is in the list.
    execFileSync("mkfifo", [join(cwd, "a.yaml")]);
    const run = startKubewright(["lint", "a.yaml", ".", ...onlyTags], cwd);
    let err = "";
    let out = "";
    run.stderr.on("data", (chunk) => (err += String(chunk)));
    run.stdout.on("data", (chunk) => (out += String(chunk)));
    const pipe = openSync(join(cwd, "a.yaml"), "w");
    unlinkSync(join(cwd, "b.yaml"));
    closeSync(pipe);
    const code = await new Promise((resolve) => run.on("close", resolve));
    expect({ code, err }).toEqual({ code: 2, err: "kubewright: b.yaml: has disappeared\n" });
    expect(out).toContain("c.yaml");
  });

  test.skipIf(root)("a folder without permission is one error line (root can read everything)", async () => {
    const cwd = folderWith({ "locked/web.yaml": podWithoutTag, "web.yaml": podWithoutTag });
    chmodSync(join(cwd, "locked"), 0);
    const { code, out, err } = await kubewright(["lint", ...onlyTags], { cwd });
    chmodSync(join(cwd, "locked"), 0o755);
    expect(code).toBe(2);
    expect(err).toBe("kubewright: locked: cannot be read: permission denied\n");
    expect(out).toContain("web.yaml");
  });

  test("a folder named like a manifest is treated as a folder", async () => {
    const cwd = folderWith();
    mkdirSync(join(cwd, "web.yaml"));
    expect(await kubewright(["lint"], { cwd })).toMatchObject({ code: 0, err: "" });
    rmSync(join(cwd, "web.yaml"), { recursive: true });
  });
});

test("control characters in a file never reach the terminal", async () => {
  const cwd = folderWith({ "odd.yaml": podWithoutTag.replace("nginx", '"nginx\\e" # \u001b]0;title\u0007') });
  const { out } = await kubewright(["lint", "--preset", "all"], { cwd, env: { NO_COLOR: "1" } });
  expect(out).toContain("odd.yaml");
  expect(out).not.toContain("\u001b");
  expect(out).not.toContain("\u0007");
});
