import { realpathSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { builtKubewright, folderWith, kubewright, onlyTags, podWithoutTag } from "./program.ts";

const lint = (format: string, files: Record<string, string>) =>
  kubewright(["lint", "--format", format, ...onlyTags], { cwd: folderWith(files) });

describe("pretty", () => {
  const squiggled = (out: string) => {
    const lines = out.split("\n");
    const at = lines.findIndex((line) => line.includes("^"));
    return [lines[at - 1], lines[at]] as const;
  };

  test("groups by file, shows the line with the one above, and ends with a summary", async () => {
    const { out } = await lint("pretty", { "a/web.yaml": podWithoutTag, "b.yaml": podWithoutTag });
    expect(out.split("\n").slice(0, 5)).toEqual([
      "a/web.yaml",
      expect.stringMatching(/^ {2}7:12 warning .*image-latest-tag$/),
      "      6 |   - name: web",
      "      7 |     image: nginx # the shop window",
      "        |            ^^^^^",
    ]);
    expect(out).toMatch(
      /2 findings \(2 warnings\) in 2 of 2 files with 2 resources\. .*2 can be fixed with `kubewright fix --all`\.\n$/,
    );
  });

  test.each([
    ["wide characters", '{ "名前": 1, image: nginx }'],
    ["an emoji of several code points", '{ "👩‍👩‍👧": 1, image: nginx }'],
    ["combining marks", '{ "e\u0301e\u0301": 1, image: nginx }'],
    ["tabs", "name: a\n      image:\tnginx"],
  ])("%s before a finding do not move the squiggle", async (_, container) => {
    const { out } = await lint("pretty", {
      "x.yaml": `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - ${container}\n`,
    });
    const [source = "", squiggle = ""] = squiggled(out);
    // The text before the image takes as many cells as the text before the squiggle.
    const cells = (text: string) =>
      text
        .replaceAll("👩‍👩‍👧", "ab")
        .replaceAll("\u0301", "")
        .replace(/[名前]/g, "ab").length;
    expect(squiggle.indexOf("^")).toBe(cells(source.slice(0, source.indexOf("nginx"))));
    expect(source).not.toContain("\t");
  });

  test("shows no line of a Secret", async () => {
    const text = [
      "apiVersion: v1",
      "data: { .dockerconfigjson: eyJhdXRocyI6eyJnaGNyLmlvIjp7ImF1dGgiOiJjbTlpYjNRNmFGUTNMV3R4TWxkNk9YWlMifX19 }",
      "kind: Secret",
      "metadata: { name: corp }",
      "type: kubernetes.io/dockerconfigjson",
      "",
    ];
    const folder = folderWith({ "x.yaml": text.join("\n") });
    const { out } = await kubewright(["lint", "--preset", "all"], { cwd: folder });
    expect(out).toMatch(
      /2:9 error Secret "corp" contains unencrypted credentials for ghcr\.io, .* docker-config-in-clear\n/,
    );
    expect(out).not.toContain("eyJhdXRocyI6");
    expect(out).not.toContain("^^^");
  });

  test("a long line is shortened around the finding", async () => {
    const long = `{ apiVersion: v1, kind: Pod, x: "${"a".repeat(5000)}", spec: { containers: [{ image: nginx }] }, y: "${"b".repeat(5000)}" }`;
    const [source = "", squiggle = ""] = squiggled((await lint("pretty", { "x.yaml": long })).out);
    expect(source.length).toBeLessThan(200);
    expect(source.indexOf("nginx")).toBe(squiggle.indexOf("^"));
  });

  test("uses color only in a terminal or with FORCE_COLOR, but never with NO_COLOR", () => {
    const files = { "web.yaml": podWithoutTag };
    const out = (env: Record<string, string>) =>
      builtKubewright(["lint", ...onlyTags], { cwd: folderWith(files), env }).out;
    expect(out({})).not.toContain("\u001b");
    expect(out({ FORCE_COLOR: "1" })).toContain("\u001b[33m");
    expect(out({ FORCE_COLOR: "1", NO_COLOR: "1" })).not.toContain("\u001b");
    expect(out({ FORCE_COLOR: "0" })).not.toContain("\u001b");
  });
});

describe("sarif", () => {
  interface Log {
    readonly version: string;
    readonly runs: readonly [
      {
        readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
        readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
        readonly columnKind: string;
        readonly results: readonly Result[];
        readonly invocations: readonly { readonly executionSuccessful: boolean }[];
      },
    ];
  }
  interface Result {
    readonly ruleId: string;
    readonly ruleIndex: number;
    readonly level: string;
    readonly partialFingerprints: Readonly<Record<string, string>>;
    readonly locations: readonly { readonly physicalLocation: unknown }[];
    readonly fixes: readonly { readonly artifactChanges: readonly { readonly replacements: unknown }[] }[];
  }

  test("has rule, position, fingerprint and fixes", () => {
    const cwd = folderWith({ "a folder/web.yaml": podWithoutTag });
    const { out } = builtKubewright(["lint", "--format", "sarif", ...onlyTags], { cwd });
    const { version, runs } = JSON.parse(out) as Log;
    const [run] = runs;
    expect(version).toBe("2.1.0");
    expect(run.columnKind).toBe("utf16CodeUnits");
    expect(run.originalUriBaseIds["%SRCROOT%"]?.uri).toBe(`${pathToFileURL(cwd).href}/`);
    expect(run.invocations[0]?.executionSuccessful).toBe(true);
    const [result] = run.results;
    expect(run.tool.driver.rules[result!.ruleIndex]?.id).toBe("image-latest-tag");
    const region = { startLine: 7, startColumn: 12, endLine: 7, endColumn: 17 };
    expect(result).toMatchObject({ ruleId: "image-latest-tag", level: "warning" });
    expect(result?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "a%20folder/web.yaml", uriBaseId: "%SRCROOT%" },
      region,
    });
    expect(result?.fixes[0]?.artifactChanges[0]?.replacements).toEqual([
      { deletedRegion: region, insertedContent: { text: expect.stringMatching(/^nginx:/) } },
    ]);
  });

  test("fingerprints survive lines added above, and differ between two identical findings", async () => {
    const prints = async (text: string) => {
      const [run] = (JSON.parse((await lint("sarif", { "web.yaml": text })).out) as Log).runs;
      return run.results.map(({ partialFingerprints }) => partialFingerprints["kubewright/v1"]);
    };
    const twice = `${podWithoutTag}---\n${podWithoutTag}`;
    expect(await prints(`# one\n# two\n${twice}`)).toEqual(await prints(twice));
    expect(new Set(await prints(twice)).size).toBe(2);
  });

  test("paths are relative to the root of the repository, whatever the current folder is", async () => {
    const root = folderWith({ ".git/HEAD": "ref: refs/heads/main\n", "deploy/web/web.yaml": podWithoutTag });
    const runIn = async (cwd: string, path: string) =>
      (JSON.parse((await kubewright(["lint", "--format", "sarif", ...onlyTags, path], { cwd })).out) as Log)
        .runs[0];
    const [inRoot, inFolder, outside] = [
      await runIn(root, "."),
      await runIn(join(root, "deploy/web"), "."),
      await runIn(folderWith({}), root),
    ];
    for (const run of [inRoot, inFolder]) {
      expect(run.originalUriBaseIds["%SRCROOT%"]?.uri).toBe(`${pathToFileURL(realpathSync(root)).href}/`);
      expect(run.results[0]?.locations[0]?.physicalLocation).toMatchObject({
        artifactLocation: { uri: "deploy/web/web.yaml", uriBaseId: "%SRCROOT%" },
      });
      expect(run.results[0]?.partialFingerprints).toEqual(inRoot.results[0]?.partialFingerprints);
    }
    expect(outside.results[0]?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: pathToFileURL(join(root, "deploy/web/web.yaml")).href },
    });
  });

  test("contains GitHub's fingerprint, so that a moved finding is not a new alert", async () => {
    const [run] = (JSON.parse((await lint("sarif", { "web.yaml": podWithoutTag })).out) as Log).runs;
    const prints = run.results[0]?.partialFingerprints;
    expect(prints?.["primaryLocationLineHash"]).toBe(prints?.["kubewright/v1"]);
  });

  test("is a complete log without results for a clean folder", async () => {
    const { code, out } = await lint("sarif", { "empty.yaml": "" });
    const [run] = (JSON.parse(out) as Log).runs;
    expect(code).toBe(0);
    expect(run).toMatchObject({ results: [], invocations: [{ executionSuccessful: true }] });
  });

  test("is complete even if nothing was found or read", async () => {
    const { code, out } = await kubewright(["lint", "--format", "sarif", "gone.yaml"], { cwd: folderWith() });
    const [run] = (JSON.parse(out) as Log).runs;
    expect(code).toBe(2);
    expect(run.results).toEqual([]);
    expect(run.invocations[0]?.executionSuccessful).toBe(false);
  });
});

describe("github", () => {
  test("escapes text that would end a command", async () => {
    const { out } = await lint("github", { "a,b:c%.yaml": podWithoutTag });
    expect(out).toMatch(
      /^::warning file=a%2Cb%3Ac%25\.yaml,line=7,endLine=7,col=12,endColumn=17,title=image-latest-tag::[^\n]+\n$/,
    );
  });

  test("paths are relative to the root of the repository", async () => {
    const root = folderWith({ ".git/HEAD": "ref: refs/heads/main\n", "deploy/web.yaml": podWithoutTag });
    const { out } = await kubewright(["lint", "--format", "github", ...onlyTags], {
      cwd: join(root, "deploy"),
    });
    expect(out).toContain("::warning file=deploy/web.yaml,");
  });

  test("no text of a manifest can affect the runner or the terminal", async () => {
    const image = "a\u001b[31m##[group]x\r\n::stop-commands::x";
    const pod = podWithoutTag.replace("image: nginx", `image: ${JSON.stringify(image)}`);
    const { out } = await kubewright(["lint", "--format", "github", "--preset", "all"], {
      cwd: folderWith({ "::add-mask::##[group].yaml": `${pod}---\n`.repeat(12) }),
    });
    const lines = out.trimEnd().split("\n");
    const plain = lines.filter((line) => !/^::(?:error|warning|notice) file=/.test(line));
    expect(plain.length).toBeGreaterThan(0);
    expect(plain.filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
    expect(out).not.toContain("\u001b");
  });

  test("creates no more annotations than GitHub shows, and prints the rest", async () => {
    const { out } = await lint("github", { "web.yaml": Array(13).fill(podWithoutTag).join("---\n") });
    const lines = out.trimEnd().split("\n");
    expect(lines.filter((line) => line.startsWith("::warning "))).toHaveLength(10);
    expect(lines.filter((line) => line.startsWith("web.yaml:"))).toHaveLength(3);
  });
});

describe("json", () => {
  interface Fixes {
    readonly findings: readonly {
      readonly rule: string;
      readonly fixes: readonly { readonly class: string; readonly edits: readonly object[] }[];
    }[];
  }

  test("contains the edits of each fix", async () => {
    const { out } = await lint("json", { "web.yaml": podWithoutTag });
    expect((JSON.parse(out) as Fixes).findings[0]?.fixes[0]?.edits).toEqual([
      {
        file: "web.yaml",
        range: { start: { line: 7, column: 12 }, end: { line: 7, column: 17 } },
        text: expect.stringMatching(/^nginx:/),
      },
    ]);
  });

  test("contains a new file as a single edit", async () => {
    const cwd = folderWith({
      "web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "ghcr.io/acme/web:1.4.2" }] }
`,
    });
    const { out } = await kubewright(["lint", "--format", "json", "--rule", "disruption-budget-missing"], {
      cwd,
    });
    const found = (JSON.parse(out) as Fixes).findings.find(
      ({ rule }) => rule === "disruption-budget-missing",
    );
    expect(found?.fixes[0]?.edits).toEqual([
      {
        file: expect.stringMatching(/\.yaml$/),
        range: { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
        text: expect.stringContaining("kind: PodDisruptionBudget"),
      },
    ]);
  });
});

test("junit is XML with a failed case for each finding", async () => {
  const { out } = await lint("junit", { 'a"&.yaml': podWithoutTag });
  expect(out).toContain('<testsuite name="a&quot;&amp;.yaml" tests="1" failures="1">');
  expect(out).toMatch(/<failure type="warning" message="Image &quot;nginx&quot; [^"<]*">/);
  expect(out.trimEnd()).toMatch(/<\/testsuites>$/);
});

test("credentials are not in any report, neither on their own lines nor next to others", async () => {
  const text = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
    - name: web
      image: ghcr.io/acme/web:1.4.2
      env:
        - name: DB_PASSWORD
          value: c0rrect-h0rse-battery
      imagePullPolicy: Sometimes
`;
  const cwd = folderWith({ "web.yaml": text });
  for (const format of ["pretty", "json", "sarif", "github", "junit"]) {
    const { out } = await kubewright(["lint", "--format", format, "--preset", "all", "."], { cwd });
    expect(out).toContain("secret-in-env");
    expect(out).toContain("image-pull-policy-invalid");
    expect(out).not.toContain("battery");
  }
});
