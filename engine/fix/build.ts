import type { ActiveRule } from "../config/config.ts";
import type { Document } from "../documents/document.ts";
import type { SourceFile } from "../file.ts";
import type { BuiltFix, Finding, FixEdit } from "../finding.ts";
import { containersOf } from "../kubernetes/containers.ts";
import { asWorkload } from "../kubernetes/resource.ts";
import { editBuilder, plainText, snippetText } from "../lint/edit.ts";
import type { FixClass } from "../lint/rule.ts";
import { type RuleHit, type RunContext, ruleContext, runRule } from "../lint/run.ts";
import { applyEdits, type TextEdit } from "../text/range.ts";
import type { Change } from "../yaml/edit/change.ts";
import { planEdits } from "../yaml/edit/plan.ts";
import { parseYaml } from "../yaml/parse.ts";

/** The fixes of a finding that this text allows, the preferred one first. */
export function buildFixes(finding: Finding, run: RunContext): readonly BuiltFix[] {
  const { hit, entry, start } = finding.origin;
  return fixChanges(hit, entry.document, run).flatMap(({ title, class: fixClass, changes }) => {
    const { edits, applied } = planEdits(entry.document.text, entry.document.tree, [changes]);
    if (!applied[0] || edits.length === 0) return [];
    return [{ title, class: fixClass, edits: toFixEdits(edits, start) }];
  });
}

/** Duplicate keys and unknown aliases leave the tree as it is written; other problems had a part of it blanked out. */
function isBroken({ problems }: Document): boolean {
  return problems.some(({ code }) => code !== "duplicate-key" && code !== "unknown-alias");
}

interface PlannedFix {
  readonly title: string;
  readonly class: FixClass;
  readonly changes: readonly Change[];
}

/** In a broken document only what is wrong with its text is mended: its tree is not what the author meant. */
function fixChanges(hit: RuleHit, document: Document, run: RunContext): readonly PlannedFix[] {
  const { rule } = hit.active;
  if (rule.on.of === "resource" && isBroken(document)) return [];
  return (rule.fixes ?? []).flatMap((fix) => {
    const changes = fix.edits(hit.hit, editBuilder, ruleContext(hit.active, run)) ?? [];
    if (changes.length === 0 || changes.includes(undefined)) return [];
    return [{ title: fix.title(hit.hit.data), class: fix.class, changes: changes as readonly Change[] }];
  });
}

/** One pass over a file: the first fitting fix of every finding, planned together for each document. */
export function fixAllRound(
  file: SourceFile,
  findings: readonly Finding[],
  classes: readonly FixClass[],
  run: RunContext,
): { readonly edits: readonly TextEdit[]; readonly fixed: number } {
  const edits: TextEdit[] = [];
  let fixed = 0;
  for (const { start, entry } of file.entries) {
    const groups = findings
      .filter(({ origin }) => origin.entry === entry)
      .flatMap(({ origin }) =>
        fixChanges(origin.hit, entry.document, run)
          .filter((fix) => classes.includes(fix.class))
          .slice(0, 1),
      )
      .map(({ changes }) => changes);
    if (groups.length === 0) continue;
    const plan = planSoundly(entry.document, groups);
    fixed += plan.fixed;
    edits.push(...toFixEdits(plan.edits, start));
  }
  return { edits, fixed };
}

/** Plans all groups at once; where the result would not parse as well as before, one group at a time. */
function planSoundly(document: Document, groups: readonly (readonly Change[])[]) {
  const { edits, applied } = planEdits(document.text, document.tree, groups);
  if (isSound(document, edits)) return { edits, fixed: applied.filter(Boolean).length };
  for (const group of groups) {
    const single = planEdits(document.text, document.tree, [group]);
    if (single.edits.length > 0 && isSound(document, single.edits)) return { edits: single.edits, fixed: 1 };
  }
  return { edits: [], fixed: 0 };
}

function isSound(document: Document, edits: readonly TextEdit[]): boolean {
  const after = applyEdits(
    document.text,
    edits.map((edit) => ({ ...edit, text: plainText(edit.text) })),
  );
  return parseYaml(after).problems.length <= document.problems.length;
}

/** Everything that the hardening rules would change around an offset, as one fix for the container and one for the pod. */
export function hardenAt(
  file: SourceFile,
  offset: number,
  rules: readonly ActiveRule[],
  run: RunContext,
): readonly BuiltFix[] {
  const home = file.entries.findLast(({ start }) => start <= offset);
  if (!home || isBroken(home.entry.document)) return [];
  const at = offset - home.start;
  const resource = home.entry.resources.findLast(
    ({ root }) => root.node !== undefined && root.node.start <= at,
  );
  const workload = resource && asWorkload(resource);
  if (!resource || !workload) return [];
  const hits = rules.flatMap((active) => runRule(active, resource, resource, run));
  const container = containersOf(workload).find(
    ({ value }) => value.node && value.node.start <= at && at <= value.node.end,
  );
  const inContainer = (hit: RuleHit) =>
    container !== undefined &&
    hit.active.rule.hardens === "container" &&
    `${hit.path}.`.startsWith(`${container.value.pathText}.`);
  return [
    ...bundle(`Harden this container ("${container?.name}")`, hits.filter(inContainer)),
    ...bundle("Harden this pod and all of its containers", hits),
  ];

  function bundle(title: string, some: readonly RuleHit[]): readonly BuiltFix[] {
    const document = home!.entry.document;
    const groups = some.flatMap((hit) =>
      fixChanges(hit, document, run)
        .slice(0, 1)
        .map(({ changes }) => changes),
    );
    const { edits } = planEdits(document.text, document.tree, groups);
    if (edits.length === 0 || !isSound(document, edits)) return [];
    return [{ title, class: "review", edits: toFixEdits(edits, home!.start) }];
  }
}

function toFixEdits(edits: readonly TextEdit[], offset: number): readonly FixEdit[] {
  return edits.map(({ start, end, text }) => ({
    start: start + offset,
    end: end + offset,
    text: plainText(text),
    snippet: snippetText(text),
  }));
}
