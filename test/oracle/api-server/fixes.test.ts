/** What the API server accepts before a fix, it accepts after it; a safe fix changes only labels and annotations. */
import { describe, test } from "vitest";
import { presets } from "../../../engine/config/choices.ts";
import { Linter } from "../../../engine/linter.ts";
import { rules } from "../../../engine/rules/index.generated.ts";
import type { Texts } from "../../harness/promise.ts";
import { openScene, pageOf, uriOf } from "../../harness/scene.ts";
import { client, without } from "./ask.ts";
import { classesOf, configs } from "./claims.ts";
import { knownFixes, knownPresets } from "./known.data.ts";
import { type Breach, expectOnly, perId, startingWith } from "./known.ts";
import { brokenPromises, textsAfter, textsAfterAll } from "./proof.ts";

const fixable = rules.filter(({ fixes }) => fixes);

describe.skipIf(!client)(`after each fix of a rule's page (${without})`, () => {
  test("the API server accepts what it accepted before", async () => {
    const breaches: Breach[] = [];
    for (const rule of fixable)
      for (const scene of pageOf(rule).scenes)
        for (const isFree of [() => false, () => true]) {
          const { texts, linter } = openScene(rule, scene, undefined, isFree);
          for (const { file } of scene.examples) {
            const uri = uriOf(file);
            for (const finding of linter.findings(uri)) {
              for (const fix of linter.fixes(finding, uri)) {
                const after = textsAfter(texts, uri, fix);
                for (const detail of await brokenPromises(client!, texts, after, fix.class === "safe"))
                  breaches.push({ id: `${rule.id}: ${fix.class}`, detail: `${fix.title}\n${detail}` });
              }
            }
          }
        }
    expectOnly(perId(breaches), knownFixes);
  });
});

describe.skipIf(!client)(`after all fixes of a preset in the rules' pages (${without})`, () => {
  test.each(presets)("%s", async (preset) => {
    const breaches: Breach[] = [];
    let texts: Texts = new Map();
    const linter = new Linter(rules, () => configs[preset], {
      textOf: () => undefined,
      isFree: (uri) => !texts.has(uri),
    });
    for (const rule of rules)
      for (const { examples } of pageOf(rule).scenes) {
        for (const uri of texts.keys()) linter.deleteFile(uri);
        texts = new Map(examples.map(({ file, text }) => [uriOf(file), text]));
        for (const [uri, text] of texts) linter.setFile(uri, text);
        for (const uri of texts.keys())
          for (const classes of classesOf(preset)) {
            const after = textsAfterAll(texts, uri, linter.fixAll(uri, { classes }));
            for (const detail of await brokenPromises(client!, texts, after, classes.length === 1))
              breaches.push({ id: `${preset} ${classes.join("+")}: ${rule.id}`, detail });
          }
      }
    expectOnly(perId(breaches), startingWith(knownPresets, `${preset} `));
  });
});
