/**
 * The API server accepts every object that was moved to a newer version of its API: on the rules' pages, and in real
 * manifests with `KUBEWRIGHT_MANIFESTS=…`, a folder with one folder for each repository.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, test } from "vitest";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import { applyEdits } from "../../../engine/text/range.ts";
import { pageOf, uriOf } from "../../harness/scene.ts";
import { client, without } from "./ask.ts";
import { configs } from "./claims.ts";
import { submissionsOf } from "./documents.ts";
import { type Breach, expectOnly, perId } from "./known.ts";

const folder = process.env["KUBEWRIGHT_MANIFESTS"];
const migrating = rules.filter(({ id }) => id === "api-version-removed" || id === "api-version-deprecated");

describe.skipIf(!client)(`migrated objects (${without})`, () => {
  test("of the rules' pages are accepted", async () => {
    const scenes = rules.flatMap((rule) => pageOf(rule).scenes);
    const breaches: Breach[] = [];
    for (const { examples } of scenes)
      await migrateAll(new Map(examples.map(({ file, text }) => [uriOf(file), text])), breaches);
    expectOnly(perId(breaches), {});
  });

  test.skipIf(!folder)("of real manifests are accepted", async () => {
    const breaches: Breach[] = [];
    const totals = new Map<string, number>();
    for (const repository of readdirSync(folder!))
      await migrateAll(manifestsBelow(join(folder!, repository)), breaches, totals);
    console.log(
      [...totals]
        .sort()
        .map(([what, count]) => `${count} ${what}`)
        .join("\n"),
    );
    expectOnly(perId(breaches), {});
  });
});

/** Applies each migration alone, and submits the object that it changes. */
async function migrateAll(
  texts: ReadonlyMap<string, string>,
  breaches: Breach[],
  totals = new Map<string, number>(),
): Promise<void> {
  const count = (what: string) => totals.set(what, (totals.get(what) ?? 0) + 1);
  if (![...texts.values()].some((text) => /\/v\d+(?:alpha|beta)\d/.test(text))) return;
  const linter = new Linter(migrating, () => configs.all);
  for (const [uri, text] of texts) linter.setFile(uri, text);
  for (const [uri, text] of texts)
    for (const finding of linter.findings(uri)) {
      const [fix] = linter.fixes(finding, uri);
      const kind = /^\w+/.exec(finding.message)![0];
      if (!fix) {
        count(`${kind}: no fix`);
        continue;
      }
      const before = submissionsOf(text);
      const after = submissionsOf(applyEdits(text, fix.edits));
      const submission = after.find((one, at) => one?.body !== before[at]?.body);
      if (!submission) continue;
      const { outcome, reason } = await client!.create(submission);
      const isOther =
        outcome === "rejected" && (placeholder.test(submission.body) || hasErrors(uri, submission.body));
      count(`${kind}: ${fix.class}, ${isOther ? "rejected for a reason of its own" : outcome}`);
      if (outcome === "rejected" && !isOther)
        breaches.push({ id: `${kind}: ${fix.title}`, detail: `${uri}: ${reason}` });
    }
}

/** A value that is filled in later. */
const placeholder = /<[A-Za-z_]+>|\$\{?[A-Z_]+/;

/** Whether other rules say what is wrong with an object, whatever its version. */
function hasErrors(uri: string, text: string): boolean {
  const linter = new Linter(rules, () => configs.all);
  linter.setFile(uri, text);
  return linter.findings(uri).some(({ severity }) => severity === "error");
}

/** Manifests by URI, without templates. */
function manifestsBelow(path: string): ReadonlyMap<string, string> {
  const texts = filesBelow(path).map(
    (file) => [pathToFileURL(file).href, readFileSync(file, "utf8")] as const,
  );
  return new Map(texts.filter(([, text]) => /^\s*"?kind"?\s*:/m.test(text) && !text.includes("{{")));
}

function filesBelow(path: string): readonly string[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory()) return readdirSync(path).flatMap((name) => filesBelow(join(path, name)));
  return status && /\.(ya?ml|json)$/.test(path) && status.size < 1_000_000 ? [path] : [];
}
