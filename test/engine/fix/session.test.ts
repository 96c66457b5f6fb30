import { readdirSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it } from "vitest";
import { defaultConfig } from "../../../engine/config/config.ts";
import type { FixedFiles } from "../../../engine/fix/session.ts";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";

const folder = new URL("../../../examples/", import.meta.url);
const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
  /\.ya?ml$/.test(name),
);
const texts = new Map(
  names.map((name) => [`file:///shop/${name}`, readFileSync(new URL(name, folder), "utf8")]),
);
/** Fixes put accompanying objects into new files. */
const alone = "file:///alone/deployment.yaml";
texts.set(
  alone,
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: alone, namespace: alone, labels: { app: alone } }
spec:
  replicas: 3
  selector: { matchLabels: { app: alone } }
  template:
    metadata: { labels: { app: alone } }
    spec: { containers: [{ name: web, image: "nginx:1.31.4-alpine" }] }
`,
);
const uris = [...texts.keys()];
const classes = ["safe", "review"] as const;
const config = {
  ...defaultConfig,
  preset: "strict",
  rules: { "disruption-budget-missing": { severity: "warning" } },
} as const;

let linter: Linter;

beforeEach(() => {
  linter = new Linter(rules, () => config, {
    textOf: (uri) => texts.get(uri),
    isFree: (uri) => !texts.has(uri),
  });
  for (const [uri, text] of texts) linter.setFile(uri, text);
});

/** Everything that is visible from outside. */
function seen() {
  return {
    version: linter.factsVersion,
    resources: linter.resourceCount,
    texts: uris.map((uri) => linter.text(uri)),
    findings: uris.map((uri) =>
      linter.findings(uri).map(({ rule, start, message }) => [rule, start, message]),
    ),
  };
}

function fixAll(some: readonly string[] = uris): FixedFiles {
  const steps = linter.fixFiles(some, [{ classes }]);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

describe("asking for fixes", () => {
  it("changes nothing, version counters included", () => {
    const before = seen();
    expect(before.findings.flat().length).toBeGreaterThan(20);
    for (const uri of uris) {
      for (const finding of linter.findings(uri)) linter.fixes(finding, uri);
      for (let at = 0; at < texts.get(uri)!.length; at += 50) linter.hardening(uri, at);
      linter.fixAll(uri, { classes });
    }
    expect(fixAll().files.some(({ before: text }) => text === undefined)).toBe(true);
    expect(seen()).toEqual(before);
  });

  it("changes nothing between two steps, or if nobody takes the last one", () => {
    const before = seen();
    const steps = linter.fixFiles(uris, [{ classes }]);
    for (let step = 0; step < 3; step++) {
      steps.next();
      expect(seen()).toEqual(before);
    }
    steps.return({ files: [], failed: [] });
    expect(seen()).toEqual(before);
  });

  it("changes nothing if an error stops it in the middle", () => {
    const before = seen();
    let isBroken = false;
    linter.configure((uri) => {
      if (isBroken && uri === uris.at(-1)) throw new Error("no configuration");
      return config;
    });
    isBroken = true;
    const { failed, files } = fixAll();
    expect(failed.map(({ uri }) => uri)).toEqual([uris.at(-1)]);
    expect(files.length).toBeGreaterThan(1);
    isBroken = false;
    expect(seen()).toEqual(before);
  });

  it("comes to the same whatever is asked in between", () => {
    const quiet = fixAll();
    const steps = linter.fixFiles(uris, [{ classes }]);
    let step = steps.next();
    while (!step.done) {
      for (const uri of uris) linter.findings(uri);
      step = steps.next();
    }
    expect(step.value).toEqual(quiet);
  });

  it("leaves out what was fixed in a file that has changed in the meantime", () => {
    const [first] = fixAll().files.filter(({ before }) => before !== undefined);
    const { uri } = first!;
    const steps = linter.fixFiles([uri, ...uris.filter((one) => one !== uri)], [{ classes }]);
    steps.next();
    linter.setFile(uri, "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: new, namespace: shop }\n");
    let step = steps.next();
    while (!step.done) step = steps.next();
    const fixed = step.value.files.find((file) => file.uri === uri);
    expect(fixed?.before ?? "kind: ConfigMap").toContain("kind: ConfigMap");
  });

  it("comes to files in which nothing is left to fix", () => {
    const { files, failed } = fixAll();
    expect(failed).toEqual([]);
    for (const { uri, text } of files) {
      texts.has(uri) || expect(text).toMatch(/^apiVersion: /m);
      linter.setFile(uri, text);
    }
    const again = fixAll([...new Set([...uris, ...files.map(({ uri }) => uri)])]);
    expect(again.files.map(({ uri, edits }) => [uri, edits])).toEqual([]);
  });
});
