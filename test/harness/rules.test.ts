import { readFileSync, writeFileSync } from "node:fs";
import { structuredPatch } from "diff";
import { describe, expect, test } from "vitest";
import type { BuiltFix, Finding } from "../../engine/lint/finding.ts";
import type { Linter } from "../../engine/linter.ts";
import type { Rule } from "../../engine/rule/rule.ts";
import { rules } from "../../engine/rules/index.generated.ts";
import { lineTable } from "../../engine/text/lines.ts";
import { applyEdits } from "../../engine/text/range.ts";
import { describeMismatches } from "./mismatch.ts";
import { readPage, type Scene } from "./page.ts";
import { proveFix, type Texts } from "./promise.ts";
import { openScene, uriOf } from "./scene.ts";

const update = process.env["UPDATE"] !== undefined || process.argv.includes("-u");
/** Set by `npm run rule` to the rules to test. */
const wanted = process.env["KUBEWRIGHT_RULES"]?.split(",");
const tested = rules.filter(({ id }) => wanted?.includes(id) ?? true);

describe.each(tested.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const path = `engine/rules/${rule.category}/${id}.md`;
  const file = new URL(`../../${path}`, import.meta.url);
  const source = readFileSync(file, "utf8");
  const page = readPage(source);

  test("its metadata and its page agree", () => {
    expect(page.title).toBe(id);
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    for (const key of ["summary", "why"] as const)
      expect(rule[key], `${key} must be one line that ends with a period`).toMatch(/^[^\n]+\.$/);
    for (const link of rule.links) expect(link).toMatch(/^https:\/\//);
    const texts = [rule.summary, rule.why, ...rule.links, page.prose];
    const placeholders = texts.flatMap((text) => text.match(/\bTODO: .*/g) ?? []);
    if (placeholders.length > 0) expect.fail(`replace these placeholders:\n${placeholders.join("\n")}`);
    const roles = page.scenes.flatMap(({ examples }) => examples.map(({ role }) => role));
    for (const role of ["report", "clean"] as const)
      expect(roles, `${path} needs an example that starts with \`\`\`yaml ${role}`).toContain(role);
    const shown = page.scenes.flatMap(({ examples }) =>
      examples.flatMap(({ options }) => Object.keys(options ?? {})),
    );
    for (const option of Object.keys(rule.options ?? {}))
      expect(shown, `${path} needs an example with options={"${option}":…}`).toContain(option);
  });

  test.each(page.scenes.map((scene) => [scene.examples[0]!.line, scene] as const))(
    "the example on line %i",
    (_, scene) => {
      const { texts, linter } = openScene(rule, scene);
      // Opened only for scenes with fixes.
      const beside = once(() => openScene(rule, scene, undefined, (other) => !texts.has(other)).linter);
      const variants = once(() => openVariants(rule, scene));
      const said: string[] = [];
      for (const example of scene.examples) {
        const uri = uriOf(example.file);
        const findings = linter.findings(uri).filter((finding) => finding.rule === id);
        const mismatches = describeMismatches(example, findings, path);
        if (mismatches.length > 0) expect.fail(`the marks do not match\n${mismatches.join("\n")}`);
        for (const [at, finding] of findings.entries()) {
          expect(finding.message, "a message must be one line that ends with a period").toMatch(
            /^[^\n]*[.?]$/,
          );
          said.push(describeFinding(example.text, finding, scene.examples.length > 1 ? example.file : ""));
          const fixes = linter.fixes(finding, uri);
          if (fixes.length > 0) proveBeside(rule, beside(), texts, uri, at, fixes);
          for (const fix of fixes) {
            const after = proveFix(rule, linter, uri, finding, fix, texts);
            said.push(`${fix.class} ${fix.title}`, ...diffLines(example.text, after.get(uri)!));
            for (const { uri: other } of fix.elsewhere)
              said.push(
                `in ${other.slice(uriOf("").length)}`,
                ...diffLines(texts.get(other)!, after.get(other)!),
              );
            for (const variant of variants())
              proveVariant(rule, variant, uri, at, fix.title, after.get(uri)!);
          }
        }
      }
      if (said.length === 0) {
        expect(scene.findings, "nothing is reported, so remove the block below the example").toBeUndefined();
        return;
      }
      const expected = `${said.join("\n")}\n`;
      if (update && scene.findings?.text !== expected) writeFindings(file, scene, expected);
      else
        expect(
          scene.findings?.text ?? "(no block of findings)\n",
          `the block below the example is out of date; run npm run rule -- ${id} --update`,
        ).toBe(expected);
    },
  );
});

interface Variant extends ReturnType<typeof openScene> {
  readonly name: string;
  readonly vary: (text: string) => string;
}

/** The same scene with CRLF, with a BOM, and without a final line break. */
function openVariants(rule: Rule, scene: Scene): readonly Variant[] {
  const variants: readonly [string, (text: string) => string][] = [
    ["CRLF", (text) => text.replace(/\r?\n/g, "\r\n")],
    ["BOM", (text) => `\uFEFF${text}`],
    ["no final line break", (text) => text.replace(/\n$/, "")],
  ];
  return variants.map(([name, vary]) => ({ name, vary, ...openScene(rule, scene, vary) }));
}

/** Applies the same fix to a variant of the text. */
function proveVariant(
  rule: Rule,
  { name, vary, texts, linter }: Variant,
  uri: string,
  at: number,
  title: string,
  after: string,
): void {
  const finding = linter.findings(uri).filter((one) => one.rule === rule.id)[at];
  const fix = finding && linter.fixes(finding, uri).find((one) => one.title === title);
  expect(fix, `${rule.id} offers "${title}" with ${name}`).toBeDefined();
  const text = texts.get(uri)!;
  const result = applyEdits(text, fix!.edits);
  // An edit at the very end determines how the text ends.
  const isAtEnd = !text.endsWith("\n") && fix!.edits.some(({ end }) => end === text.length);
  expect(isAtEnd ? result.replace(/\n$/, "") : result, `${rule.id}: ${title} with ${name}`).toBe(vary(after));
}

/**
 * If files can be created, a fix that adds an object to a file with one resource creates one, and still fixes the
 * finding.
 *
 * @param linter of a workspace in which files can be created
 * @param fixes where they cannot
 */
function proveBeside(
  rule: Rule,
  linter: Linter,
  texts: Texts,
  uri: string,
  at: number,
  fixes: readonly BuiltFix[],
): void {
  const finding = linter.findings(uri).filter((one) => one.rule === rule.id)[at]!;
  const classes = new Set(fixes.map((fix) => fix.class));
  for (const fix of linter.fixes(finding, uri)) {
    if (!classes.has(fix.class) || fix.created.length === 0) continue;
    const after = proveFix(rule, linter, uri, finding, fix, texts);
    for (const { uri: made } of fix.created) {
      expect(fix.title).toContain(made.slice(made.lastIndexOf("/") + 1));
      expect(after.get(made), "the file beside keeps its one document").not.toMatch(/^---$/m);
    }
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function describeFinding(text: string, finding: Finding, file: string): string {
  const { line, character } = lineTable(text).positionAt(finding.start);
  return `${file ? `${file} ` : ""}${line + 1}:${character + 1} ${finding.severity} ${finding.message}`;
}

function diffLines(before: string, after: string): readonly string[] {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: 0 });
  return hunks.flatMap((hunk, at) => [
    ...(at === 0 ? [] : ["@@"]),
    ...hunk.lines.filter((line) => !line.startsWith("\\")),
  ]);
}

function writeFindings(file: URL, scene: Scene, text: string): void {
  const source = readFileSync(file, "utf8");
  const block = `\`\`\`diff findings\n${text}\`\`\``;
  // Earlier updates of this page can have moved the example, so it is located by its text.
  const identity = ({ examples }: Scene) => JSON.stringify(examples.map(({ line: _, ...rest }) => rest));
  const fresh = readPage(source).scenes.find((one) => identity(one) === identity(scene));
  if (!fresh) throw new Error("the page changed while it was updated");
  const next = fresh.findings
    ? source.slice(0, fresh.findings.start) + block + source.slice(fresh.findings.end)
    : `${source.slice(0, fresh.end)}\n\n${block}${source.slice(fresh.end)}`;
  writeFileSync(file, next);
}
