/** Objects that nobody wrote: what the server accepts has no error, and stays accepted through all fixes. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PresetName, presets } from "../../../engine/config/choices.ts";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import { chooser, print, tapes } from "../../harness/print.ts";
import { client, without } from "./ask.ts";
import { claimsRejection, configs } from "./claims.ts";
import { objects } from "./generate.ts";
import { knownGenerated, knownRejected } from "./known.data.ts";
import { type Breach, expectOnly, perId, startingWith } from "./known.ts";
import { inParallel } from "./parallel.ts";
import { brokenPromises, judgeText, textsAfter, textsAfterAll } from "./proof.ts";

const seed = Number(process.env["KUBEWRIGHT_SEED"] ?? 20261130);
const drawn = fc.sample(fc.tuple(objects, tapes), { numRuns: 2600, seed });
/** Half of them as plain JSON, half in the many styles of YAML. */
const texts = drawn.map(([object, tape], at) =>
  at % 2 === 0 ? JSON.stringify(object, undefined, 2) : print(object, chooser(tape)).text,
);
const uri = "file:///workspace/generated.yaml";

describe.skipIf(!client)(`generated objects, seed ${seed} (${without})`, () => {
  test("at least 2,000 are accepted, and none of them has a finding that says otherwise", async () => {
    const accepted = await acceptedTexts();
    expect(accepted.length).toBeGreaterThanOrEqual(2000);
    const breaches: Breach[] = [];
    for (const text of accepted)
      for (const finding of open(text, "all").findings(uri))
        if (claimsRejection(finding) && !knownRejected[finding.rule])
          breaches.push({ id: `error: ${finding.rule}`, detail: `${finding.message}\n${text}` });
    expectOnly(perId(breaches), startingWith(knownGenerated, "error:"));
  });

  test("all fixes leave them accepted, and safe ones change only labels and annotations", async () => {
    const breaches: Breach[] = [];
    await inParallel([...(await acceptedTexts()).entries()], async ([at, text]) => {
      const before = new Map([[uri, text]]);
      // Every rule is on in the preset all, which has every second turn.
      const turns = [
        ["all", ["safe"]],
        [at % 2 === 0 ? "all" : presets[((at - 1) / 2) % presets.length]!, ["safe", "review"]],
      ] as const;
      for (const [preset, classes] of turns) {
        const after = textsAfterAll(before, uri, open(text, preset).fixAll(uri, { classes }));
        for (const detail of await brokenPromises(client!, before, after, classes.length === 1))
          breaches.push({
            id: `${preset} ${classes.join("+")}: ${fieldIn(detail)}`,
            detail: `${detail}\n${text}\n--- after\n${after.get(uri)}`,
          });
      }
    });
    expectOnly(perId(breaches), startingWith(knownGenerated, ...presets));
  });

  test("each fix alone leaves them accepted", async () => {
    const breaches: Breach[] = [];
    // Every fifth, because an object has about 20 fixes.
    const some = (await acceptedTexts()).filter((_, at) => at % 5 === 0);
    await inParallel(some, async (text) => {
      const before = new Map([[uri, text]]);
      const linter = open(text, "all");
      const fixes = linter
        .findings(uri)
        .flatMap((finding) =>
          linter
            .fixes(finding, uri)
            .map((fix) => ({ rule: finding.rule, fix, after: textsAfter(before, uri, fix) })),
        );
      for (const { rule, fix, after } of fixes)
        for (const detail of await brokenPromises(client!, before, after, fix.class === "safe"))
          breaches.push({
            id: `fix: ${rule} ${fix.class}`,
            detail: `${fix.title}\n${detail}\n${text}\n--- after\n${after.get(uri)}`,
          });
    });
    expectOnly(perId(breaches), startingWith(knownGenerated, "fix:"));
  });
});

const surroundings = { textOf: () => undefined, isFree: (other: string) => other !== uri };
const linters = new Map(
  presets.map((preset) => [preset, new Linter(rules, () => configs[preset], surroundings)]),
);

/** The preset's linter with this text, until the next one is opened. */
function open(text: string, preset: PresetName): Linter {
  const linter = linters.get(preset)!;
  linter.setFile(uri, text);
  return linter;
}

let accepted: Promise<readonly string[]> | undefined;

function acceptedTexts(): Promise<readonly string[]> {
  accepted ??= findAccepted();
  return accepted;
}

async function findAccepted(): Promise<readonly string[]> {
  const found = new Set<string>();
  await inParallel(texts, async (text) => {
    const judged = await judgeText(client!, text);
    if (judged.length === 1 && judged[0]?.verdict.outcome === "accepted") found.add(text);
  });
  return texts.filter((text) => found.has(text));
}

/** The path that a detail is about, without places in lists. */
function fieldIn(detail: string): string {
  const [path = ""] = /\b(?:spec|data|metadata|rules|webhooks)[.[][\w.[\]]+/.exec(detail) ?? [];
  return path.replaceAll(/\[?\b\d+\b\]?/g, "") || detail.slice(0, 80);
}
