/** Kustomize itself as an oracle: it rejects exactly what a finding says that it rejects. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLinter } from "../../engine/index.ts";
import { readPage } from "../harness/page.ts";
import { kubectl } from "./kubectl.ts";

const page = new URL("../../engine/rules/organization/resource-duplicate.md", import.meta.url);
const shown = readPage(readFileSync(page, "utf8"))
  .scenes.map(({ examples }) => new Map(examples.map(({ file, text }) => [file, text])))
  .filter((files) => files.has("kustomization.yaml"));

const account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\n";
/** Two folders with the same object below one kustomization, the first with an additional line. */
const below = (more: string) =>
  new Map([
    ["kustomization.yaml", "resources: [one, two]\n"],
    ["one/kustomization.yaml", `resources: [account.yaml]\n${more}\n`],
    ["one/account.yaml", account],
    ["two/kustomization.yaml", "resources: [account.yaml]\n"],
    ["two/account.yaml", account],
  ]);
const fields = [
  "commonLabels: { a: b }",
  "labels: [{ pairs: { a: b } }]",
  "commonAnnotations: { a: b }",
  "images: [{ name: a, newTag: b }]",
  "sortOptions: { order: fifo }",
  "buildMetadata: [originAnnotations]",
  "namespace: shop",
  "nameSuffix: -one",
  'patches: [{ patch: "{ $patch: delete, apiVersion: v1, kind: ServiceAccount, metadata: { name: web } }" }]',
];

describe.skipIf(!kubectl)("Kustomize in kubectl 1.35 (skipped without the cached kubectl)", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "kubewright-kustomize-"));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  test.each([
    ...shown.map((files, at) => [`example ${at + 1}`, files] as const),
    ...fields.map((field) => [field, below(field)] as const),
  ])("%s", (_, files) => {
    const linter = createLinter();
    for (const [file, text] of files) {
      const path = join(folder, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      linter.setFile(pathToFileURL(path).href, text);
    }
    const findings = [...files.keys()].flatMap((file) =>
      linter.findings(pathToFileURL(join(folder, file)).href),
    );
    const said = findings.some(({ rule, severity }) => rule === "resource-duplicate" && severity === "error");
    const run = spawnSync(kubectl!, ["kustomize", folder], { encoding: "utf8", timeout: 30_000 });
    const refused = run.stderr.includes("may not add resource with an already registered id");
    expect({ refused, built: run.status === 0 }).toEqual({ refused: said, built: !said });
  });
});
