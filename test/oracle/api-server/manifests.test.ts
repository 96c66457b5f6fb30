/** Real manifests, in a folder with one folder for each repository: `KUBEWRIGHT_MANIFESTS=… npm run test:api-server`. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, test } from "vitest";
import { presets } from "../../../engine/config/choices.ts";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import { client, without } from "./ask.ts";
import { claimsRejection, classesOf, configs } from "./claims.ts";
import { type Breach, expectOnly, perId } from "./known.ts";
import { brokenPromises, judgeText, textsAfter, textsAfterAll } from "./proof.ts";

const folder = process.env["KUBEWRIGHT_MANIFESTS"];
const repositories = folder ? readdirSync(folder) : [];
const totals = {
  files: 0,
  objects: 0,
  accepted: 0,
  rejected: 0,
  unjudged: 0,
  findings: 0,
  errors: 0,
  fixes: 0,
};

describe.skipIf(!client || !folder)(`real manifests (${without} or without KUBEWRIGHT_MANIFESTS)`, () => {
  afterAll(() => console.log(JSON.stringify(totals)));

  test.each(repositories)("%s", async (repository) => {
    const breaches: Breach[] = [];
    const texts = new Map<string, string>();
    for (const file of filesBelow(join(folder!, repository))) {
      const text = readFileSync(file, "utf8");
      if (/^kind\s*:/m.test(text) && !text.includes("{{")) texts.set(pathToFileURL(file).href, text);
    }
    const open = (preset: (typeof presets)[number]) => {
      const linter = new Linter(rules, () => configs[preset], {
        textOf: () => undefined,
        isFree: (uri) => !texts.has(uri),
      });
      for (const [uri, text] of texts) linter.setFile(uri, text);
      return linter;
    };
    const linters = presets.map((preset) => ({ preset, linter: open(preset) }));
    const everything = linters.find(({ preset }) => preset === "all")!.linter;
    for (const [uri, text] of texts) {
      const judged = await judgeText(client!, text);
      totals.files++;
      totals.objects += judged.length;
      for (const document of judged) if (document) totals[document.verdict.outcome]++;
      const isAccepted =
        judged.length > 0 && judged.every((document) => document?.verdict.outcome === "accepted");
      const findings = everything.findings(uri);
      totals.findings += findings.length;
      if (isAccepted)
        for (const finding of findings)
          if (claimsRejection(finding)) {
            totals.errors++;
            breaches.push({
              id: `error: ${finding.rule}`,
              detail: `${uri} ${finding.path}: ${finding.message}`,
            });
          }
      if (!judged.some((document) => document?.verdict.outcome === "accepted")) continue;
      for (const finding of findings)
        for (const fix of everything.fixes(finding, uri)) {
          totals.fixes++;
          const after = textsAfter(texts, uri, fix);
          for (const detail of await brokenPromises(client!, texts, after, fix.class === "safe"))
            breaches.push({
              id: `fix: ${finding.rule} ${fix.class}`,
              detail: `${uri}: ${fix.title}\n${detail}`,
            });
        }
      for (const { preset, linter } of linters)
        for (const classes of classesOf(preset)) {
          const after = textsAfterAll(texts, uri, linter.fixAll(uri, { classes }));
          for (const detail of await brokenPromises(client!, texts, after, classes.length === 1))
            breaches.push({
              id: `${preset} ${classes.join("+")}: ${detail.slice(0, 80)}`,
              detail: `${uri}\n${detail}`,
            });
        }
    }
    expectOnly(perId(breaches), {});
  });
});

function filesBelow(path: string): readonly string[] {
  if (statSync(path).isDirectory()) return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
  return /\.(ya?ml|json)$/.test(path) && statSync(path).size < 1_000_000 ? [path] : [];
}
