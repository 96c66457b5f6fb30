import { spawnSync } from "node:child_process";
import { describe, expect, inject, test } from "vitest";
import { version } from "../../package.json";
import {
  builtKubewright,
  folderWith,
  type JsonReport,
  kubewright,
  lintJson,
  onlyTags,
  podWithoutTag,
} from "./program.ts";

const clean = podWithoutTag.replace("nginx", "nginx:1.31.4");

describe("exit codes", () => {
  test("0 without findings, 1 with findings", () => {
    const cwd = folderWith({ "clean.yaml": clean, "web.yaml": podWithoutTag });
    expect(builtKubewright(["lint", "clean.yaml", ...onlyTags], { cwd }).code).toBe(0);
    expect(builtKubewright(["lint", "web.yaml", ...onlyTags], { cwd }).code).toBe(1);
  });

  test("--fail-on moves the threshold", async () => {
    const cwd = folderWith({ "web.yaml": podWithoutTag });
    const code = async (...args: string[]) =>
      (await kubewright(["lint", ...onlyTags, ...args], { cwd })).code;
    expect(await code("--fail-on", "error")).toBe(0);
    expect(await code("--fail-on", "never")).toBe(0);
    expect(await code("--fail-on", "warning")).toBe(1);
    expect(await code("--rule", "image-latest-tag=hint")).toBe(0);
    expect(await code("--rule", "image-latest-tag=hint", "--fail-on", "hint")).toBe(1);
    expect(await code("--rule", "image-latest-tag=error", "--fail-on", "error")).toBe(1);
  });

  test.each([
    [["lnt"], 'unknown command "lnt"; did you mean "lint"?'],
    [["lint", "--frmat", "json"], "lint has no option --frmat; did you mean --format?"],
    [["lint", "--format", "jsn"], 'did you mean "json"?'],
    [["lint", "--format"], "--format needs a value"],
    [["lint", "--preset", "strickt"], 'did you mean "strict"?'],
    [["lint", "--rule", "image-latest-tags"], 'did you mean "image-latest-tag"?'],
    [["lint", "--rule", "image-latest-tag=eror"], 'did you mean "error"?'],
    [["lint", "--kubernetes-version", "new"], "--kubernetes-version must be a version"],
    [["lint", "--config", "a.yaml", "--no-config"], "cannot be used together"],
    [["lint", "--all"], "lint has no option --all"],
    [["lsp"], "kubewright lsp --stdio"],
    [["explain"], "explain needs one rule"],
    [["explain", "image-latest-tags"], 'did you mean "image-latest-tag"?'],
    [["fix", "-", "a.yaml"], "not both"],
    [[], "missing command"],
  ])("2 and one line for wrong usage: %j", async (args, reason) => {
    const { code, out, err } = await kubewright(args, { cwd: folderWith() });
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(reason);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  test("2 for a path that does not exist, and the others are still linted", () => {
    const cwd = folderWith({ "web.yaml": podWithoutTag });
    const { code, out, err } = builtKubewright(["lint", "gone.yaml", "web.yaml", ...onlyTags], { cwd });
    expect(code).toBe(2);
    expect(err).toBe("kubewright: gone.yaml: does not exist\n");
    expect(out).toContain("image-latest-tag");
  });
});

describe("help", () => {
  test("--version prints the version only", () => {
    expect(builtKubewright(["--version"], { cwd: folderWith() })).toEqual({
      code: 0,
      out: `${version}\n`,
      err: "",
    });
  });

  test.each(["lint", "fix", "rules", "explain", "lsp"])("%s --help names its options", async (command) => {
    const { code, out } = await kubewright([command, "--help"], { cwd: folderWith() });
    expect(code).toBe(0);
    expect(out).toContain(`Usage: kubewright ${command}`);
    expect(out).toContain("--help");
  });
});

describe("lint --format json", () => {
  test("shows the position, the rule, the resource and the fixes", async () => {
    const report = await lintJson(["."].concat(onlyTags), {
      cwd: folderWith({ "apps/web.yaml": podWithoutTag }),
    });
    expect(report.version).toBe(1);
    expect(report.tool).toEqual({ name: "kubewright", version });
    expect(report.findings).toHaveLength(1);
    expect(report.findings[0]).toMatchObject({
      rule: "image-latest-tag",
      severity: "warning",
      message: expect.stringContaining("nginx"),
      file: "apps/web.yaml",
      range: { start: { line: 7, column: 12 }, end: { line: 7, column: 17 } },
      resource: { apiVersion: "v1", kind: "Pod", namespace: "shop", name: "web" },
      path: "spec.containers[0].image",
      peers: { "kube-linter": ["latest-tag"] },
      related: [],
    });
    expect(report.findings[0]?.fixes[0]).toEqual({
      title: expect.any(String),
      class: "review",
      edits: [expect.objectContaining({ file: expect.any(String), text: expect.any(String) })],
    });
    expect(report.summary).toEqual({
      files: 1,
      documents: 1,
      resources: 1,
      error: 0,
      warning: 1,
      information: 0,
      hint: 0,
    });
  });

  test("columns are UTF-16 code units, and a byte order mark does not count", async () => {
    const flow =
      "{ apiVersion: v1, kind: Pod, metadata: { name: web }, spec: { containers: [ { name: w, image: nginx } ] } }\n";
    const column = flow.indexOf("nginx") + 1;
    const cwd = folderWith({
      "plain.yaml": flow,
      "marked.yaml": `\uFEFF${flow}`,
      "emoji.yaml": flow.replace("web", '"😀e\u0301"'),
    });
    const columns = (await lintJson(onlyTags, { cwd })).findings.map(({ file, range }) => [
      file,
      range.start.column,
    ]);
    expect(columns).toEqual([
      ["emoji.yaml", column + 3],
      ["marked.yaml", column],
      ["plain.yaml", column],
    ]);
  });

  test("orders by file, then by position", async () => {
    const two = `${podWithoutTag}---\n${podWithoutTag}`;
    const cwd = folderWith({ "b.yaml": two, "a/z.yaml": podWithoutTag, "a.yaml": podWithoutTag });
    const places = (await lintJson(["b.yaml", "a.yaml", "a", ...onlyTags], { cwd })).findings.map(
      ({ file, range }) => `${file}:${range.start.line}`,
    );
    expect(places).toEqual(["a.yaml:7", "a/z.yaml:7", "b.yaml:7", "b.yaml:15"]);
  });
});

describe("standard input", () => {
  const lintInput = (args: readonly string[], cwd: string): JsonReport =>
    JSON.parse(
      builtKubewright(["lint", "--format", "json", ...args, ...onlyTags], { cwd, input: podWithoutTag }).out,
    );

  test("is linted under the name <stdin>", () => {
    const report = lintInput(["-"], folderWith());
    expect(report.findings.map(({ file }) => file)).toEqual(["<stdin>"]);
  });

  test("can be combined with files", () => {
    const cwd = folderWith({ "web.yaml": podWithoutTag });
    const report = lintInput(["-", "web.yaml"], cwd);
    expect(report.findings.map(({ file }) => file)).toEqual(["<stdin>", "web.yaml"]);
  });

  test("that is not text is an error", () => {
    const { code, err } = builtKubewright(["lint", "-"], {
      cwd: folderWith(),
      input: Buffer.from([0xff, 0x61]),
    });
    expect(code).toBe(2);
    expect(err).toBe("kubewright: <stdin>: is not valid UTF-8\n");
  });
});

describe("configuration", () => {
  const twoTeams = {
    ".kubewright.yaml": "rules:\n  image-latest-tag: error\n",
    "a/web.yaml": podWithoutTag,
    "b/web.yaml": podWithoutTag,
    "b/.kubewright.yaml": "rules:\n  image-latest-tag: off\n",
  };

  test("the nearest file applies", async () => {
    const { findings } = await lintJson(["--rule", "image-latest-tag"], { cwd: folderWith(twoTeams) });
    expect(findings.filter(({ rule }) => rule === "image-latest-tag")).toHaveLength(2);
    const own = (await lintJson([], { cwd: folderWith(twoTeams) })).findings;
    expect(
      own.filter(({ rule }) => rule === "image-latest-tag").map(({ file, severity }) => [file, severity]),
    ).toEqual([["a/web.yaml", "error"]]);
  });

  test("--no-config and --config replace it", async () => {
    const cwd = folderWith({ ...twoTeams, "other.yml": "rules:\n  image-latest-tag: hint\n" });
    const severities = async (...args: string[]) =>
      (await lintJson(args, { cwd })).findings
        .filter(({ rule }) => rule === "image-latest-tag")
        .map(({ severity }) => severity);
    expect(await severities("--no-config")).toEqual(["warning", "warning"]);
    expect(await severities("--config", "other.yml")).toEqual(["hint", "hint"]);
  });

  test("exclude skips files", async () => {
    const cwd = folderWith({
      ".kubewright.yaml": "exclude: [vendor, /top.yaml, 'gen/*.yaml']\n",
      "deep/vendor/x/web.yaml": podWithoutTag,
      "gen/web.yaml": podWithoutTag,
      "deep/top.yaml": podWithoutTag,
      "top.yaml": podWithoutTag,
    });
    expect((await lintJson(onlyTags, { cwd })).findings.map(({ file }) => file)).toEqual(["deep/top.yaml"]);
  });

  test("with a mistake is one error line with its position and exit code 2, and nothing is checked or changed", async () => {
    const cwd = folderWith({
      ".kubewright.yaml": "preset: recommended\nrules:\n  image-latest-tagg: off\n",
      "web.yaml": podWithoutTag,
    });
    for (const command of ["lint", "fix"]) {
      const { code, out, err } = await kubewright([command], { cwd });
      expect(code).toBe(2);
      expect(out).toBe("");
      expect(err).toBe(
        'kubewright: .kubewright.yaml:3:3: Unknown rule "image-latest-tagg"; did you mean "image-latest-tag"?\n',
      );
    }
  });

  test("that is missing is an error", async () => {
    const { code, err } = await kubewright(["lint", "--config", "no.yaml"], {
      cwd: folderWith({ "a.yaml": "" }),
    });
    expect(code).toBe(2);
    expect(err).toBe("kubewright: no.yaml: does not exist\n");
  });
});

describe("rules and explain", () => {
  test("explain lists the sections of standards that require a rule", async () => {
    const { code, out } = await kubewright(["explain", "host-namespace"], { cwd: folderWith() });
    expect(code).toBe(0);
    expect(out).toContain("5.2.3, 5.2.4, 5.2.5");
    expect(out).toContain("NSA/CISA Kubernetes Hardening Guide");
  });

  test("rules --format json lists every rule with its properties", async () => {
    const { code, out } = await kubewright(["rules", "--format", "json"], { cwd: folderWith() });
    expect(code).toBe(0);
    const rules = JSON.parse(out) as readonly Readonly<Record<string, unknown>>[];
    expect(rules.find(({ id }) => id === "image-latest-tag")).toMatchObject({
      severity: "warning",
      fixes: expect.arrayContaining(["review"]),
    });
  });

  test("rules --format markdown has a row for each rule", async () => {
    const { out } = await kubewright(["rules", "--format", "markdown"], { cwd: folderWith() });
    expect(out).toContain("| `image-latest-tag` |");
  });

  test("explain shows what a rule reports, why, and how to suppress it", async () => {
    const { code, out } = await kubewright(["explain", "image-latest-tag"], { cwd: folderWith() });
    expect(code).toBe(0);
    expect(out).toContain("kubewright-ignore image-latest-tag: reason");
    expect(out).toContain("kube-linter");
  });
});

test("output whose reader is gone ends the run without an error", () => {
  // The report is longer than what a pipe holds.
  const many = Array.from({ length: 300 }, () => podWithoutTag).join("---\n");
  const cwd = folderWith({ "web.yaml": many });
  const script = `"$0" "$1" lint --format json ${onlyTags.join(" ")} . | head -c 1`;
  const { stdout, stderr } = spawnSync("bash", ["-c", script, process.execPath, inject("program")], { cwd });
  expect([stdout.toString(), stderr.toString()]).toEqual(["{", ""]);
});
