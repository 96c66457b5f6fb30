import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { defaultConfig } from "../../engine/config/config.ts";
import { parseConfig } from "../../engine/config/file.ts";
import { Linter } from "../../engine/linter.ts";
import type { Rule } from "../../engine/rule/rule.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { applyEdits } from "../../engine/text/range.ts";
import { answer } from "../harness/answers.ts";
import { commentsBesideKept, missingComments } from "../harness/comments.ts";
import { type Example, readPage } from "../harness/page.ts";
import { chooser, type Json, printStream, tapes } from "../harness/print.ts";
import { problemCount, proveFix } from "../harness/promise.ts";
import { runs, seed } from "../seed.ts";

const uri = "file:///workspace/generated.yaml";
const neighbor: Json = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "neighbor", namespace: "shop" },
  data: {},
};

/** The objects with a rule's finding on its page, each as the only object of its example. */
function faultyObjects(rule: Rule): readonly { readonly object: Json; readonly example: Example }[] {
  const page = readPage(
    readFileSync(new URL(`../../engine/rules/${rule.category}/${rule.id}.md`, import.meta.url), "utf8"),
  );
  return page.scenes.flatMap(({ examples, findings }) => {
    const [example] = examples;
    if (
      examples.length !== 1 ||
      // An example without fixes proves nothing here.
      !/^(?:safe|review|template) /m.test(findings?.text ?? "") ||
      example?.file !== "example.yaml" ||
      example.role !== "report" ||
      /^---/m.test(example.text.slice(1))
    )
      return [];
    const document = parseDocument(example.text, { version: "1.1", merge: true, logLevel: "silent" });
    if (document.errors.length > 0) return [];
    return [{ object: document.toJS() as Json, example }];
  });
}

const onResources = rules.filter(({ on }) => on.of === "resource" || on.of === "images");

const fixable = onResources
  .filter((rule) => rule.fixes)
  .map((rule) => [rule.id, rule, faultyObjects(rule)] as const)
  .filter(([, , objects]) => objects.length > 0);

describe.each(fixable)("%s", (_, rule, objects) => {
  test("its fixes keep their promise in every style", () => {
    let proven = 0;
    fc.assert(
      fc.property(fc.constantFrom(...objects), tapes, ({ object, example }, tape) => {
        const choose = chooser(tape);
        const around = choose(3) === 0 ? [neighbor] : [];
        const text = printStream([...around, object, ...(choose(3) === 0 ? [neighbor] : [])], choose);
        const linter = linterFor(rule, example);
        linter.setFile(uri, text);
        answer(linter, uri, example);
        const texts = new Map([[uri, text]]);
        for (const finding of linter.findings(uri)) {
          for (const fix of linter.fixes(finding, uri)) {
            proveFix(rule, linter, uri, finding, fix, texts);
            proven++;
          }
        }
      }),
      { numRuns: runs(25), seed },
    );
    expect(proven).toBeGreaterThan(0);
  });
});

describe("all fixes of a file at once", () => {
  const everything = onResources.flatMap(faultyObjects);

  test("terminate, keep comments, and produce text that parses", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...everything), { minLength: 1, maxLength: 4 }),
        tapes,
        (some, tape) => {
          const text = printStream(
            some.map(({ object }) => object),
            chooser(tape),
          );
          const linter = new Linter(rules, () => all);
          linter.setFile(uri, text);
          const once = linter.fixAll(uri, { classes: ["safe", "review"] });
          expect(applyEdits(text, once.edits)).toBe(once.text);
          expect(problemCount(once.text)).toBeLessThanOrEqual(problemCount(text));
          expect(missingComments(commentsBesideKept(text, once.text), once.text)).toEqual([]);
          linter.setFile(uri, once.text);
          expect(linter.fixAll(uri, { classes: ["safe", "review"] }).text).toBe(once.text);
        },
      ),
      { numRuns: runs(25), seed },
    );
  });
});

const all = { ...defaultConfig, preset: "all" } as const;

function linterFor(rule: Rule, { options, settings }: Example): Linter {
  const parsed = parseConfig(settings ? JSON.stringify(settings) : "", [rule]);
  const config = {
    ...all,
    settings: parsed.config.settings,
    rules: { [rule.id]: { severity: "default", ...(options && { options }) } },
  } as const;
  return new Linter([rule], () => config);
}
