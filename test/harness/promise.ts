import { expect } from "vitest";
import { defaultConfig } from "../../engine/config/config.ts";
import { readFile } from "../../engine/lint/file.ts";
import type { BuiltFix, Finding } from "../../engine/lint/finding.ts";
import { Linter } from "../../engine/linter.ts";
import type { Rule } from "../../engine/rule/rule.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { applyEdits } from "../../engine/text/range.ts";
import { commentsToKeep, missingComments } from "./comments.ts";

/** A workspace of named texts. A fix is applied to one of them. */
export type Texts = ReadonlyMap<string, string>;

/** Verifies the project's promises for every fix; returns the texts of all files after it. */
export function proveFix(
  rule: Rule,
  linter: Linter,
  uri: string,
  finding: Finding,
  fix: BuiltFix,
  texts: Texts,
): Texts {
  const changed = new Map([
    [uri, applyEdits(texts.get(uri)!, fix.edits)],
    ...fix.elsewhere.map((one) => [one.uri, applyEdits(texts.get(one.uri)!, one.edits)] as const),
    ...fix.created.map((one) => [one.uri, one.text] as const),
  ]);
  const all = new Map([...texts, ...changed]);
  const shown = [...changed].map(([file, after]) => `--- ${file}\n${texts.get(file)}\n--- after\n${after}`);
  const what = `${rule.id}: ${fix.title}\n${shown.join("\n")}`;

  for (const [file, after] of changed) {
    const before = texts.get(file) ?? "";
    const problems = problemCount(after, file);
    if (problems > 0)
      expect(problems, `the fix must not break the syntax: ${what}`).toBeLessThanOrEqual(
        problemCount(before, file),
      );
    const missing = missingComments(commentsToKeep(before, after), after);
    expect(missing, `the fix must keep these comments: ${what}`).toEqual([]);
  }

  for (const [file, after] of changed) linter.setFile(file, after);
  const left = linter.findings(uri).filter((one) => one.rule === finding.rule);
  for (const file of changed.keys()) {
    const before = texts.get(file);
    if (before === undefined) linter.deleteFile(file);
    else linter.setFile(file, before);
  }
  const same = linter.findings(uri).filter((one) => one.rule === finding.rule);
  expect(left.length, `the fix must remove the finding: ${what}`).toBeLessThan(same.length);

  const strict = strictLinters.get(texts) ?? new StrictLinter(texts);
  strictLinters.set(texts, strict);
  const fresh = strict.findings(all).filter((one) => !strict.before.includes(one));
  expect(fresh, `the fix must not lead to new findings under strict: ${what}`).toEqual([]);
  return all;
}

/** Several fixes start from the same texts. */
const strictLinters = new WeakMap<Texts, StrictLinter>();

// The rest of a combined finding is reported under another rule.
const settings = { ...defaultConfig.settings, similarFindings: "single" } as const;
const strictConfig = { ...defaultConfig, preset: "strict", settings } as const;

const imageRules = new Set(rules.filter(({ category }) => category === "images").map(({ id }) => id));

/**
 * The findings of `strict`, by rule and path, because the names in a message can change with the fix. Hints on images
 * are excluded: an image that just got a version can have a smaller variant, which is an opportunity rather than a
 * mistake. Only what differs from the previous texts is read again.
 */
class StrictLinter {
  readonly before: readonly string[];
  readonly #linter = new Linter(rules, () => strictConfig);
  #texts: Texts = new Map();

  constructor(texts: Texts) {
    this.before = this.findings(texts);
  }

  findings(texts: Texts): readonly string[] {
    for (const uri of this.#texts.keys()) if (!texts.has(uri)) this.#linter.deleteFile(uri);
    for (const [uri, text] of texts) if (this.#texts.get(uri) !== text) this.#linter.setFile(uri, text);
    this.#texts = texts;
    return [...texts.keys()]
      .flatMap((uri) => this.#linter.findings(uri))
      .filter(({ severity, rule }) => severity !== "hint" || !imageRules.has(rule))
      .map(({ rule, path }) => `${rule} ${path}`);
  }
}

export function problemCount(text: string, uri = "file:///p.yaml"): number {
  return readFile(uri, text).entries.reduce((sum, { entry }) => sum + entry.document.problems.length, 0);
}
