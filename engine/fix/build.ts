import { type ActiveRule, severities } from "../config/config.ts";
import { type Entry, readFile, type SourceFile } from "../file.ts";
import type { BuiltFix, Finding } from "../finding.ts";
import { containersOf } from "../kubernetes/containers.ts";
import { asWorkload } from "../kubernetes/resource.ts";
import { judge } from "../lint/judge.ts";
import type { FixClass, Severity } from "../lint/rule.ts";
import { type RuleHit, type RunContext, runRule } from "../lint/run.ts";
import { applyEdits, type TextEdit } from "../text/range.ts";
import { planEdits } from "../yaml/edit/plan.ts";
import { composeEdits } from "./compose.ts";
import { fixChanges, isBroken, mayOffer, planSoundly, toFixEdits } from "./plan.ts";

/** The fixes of a finding that this text allows, the preferred one first. */
export function buildFixes(finding: Finding, run: RunContext): readonly BuiltFix[] {
  const { hit, entry, start } = finding.origin;
  return fixChanges(hit, entry.document, run).flatMap(({ title, class: fixClass, changes }) => {
    const { edits, applied } = planEdits(entry.document.text, entry.document.tree, [changes]);
    if (!applied[0] || edits.length === 0 || !mayOffer(entry.document, edits)) return [];
    return [{ title, class: fixClass, edits: toFixEdits(edits, start) }];
  });
}

/**
 * Whether a fix may be applied together with others, without anybody having chosen it. A hint is an opportunity: a fix
 * of it that may change what runs is for a person to choose.
 */
export function isAppliedUnasked(severity: Severity, fix: FixClass): boolean {
  return fix === "safe" || (fix === "review" && severity !== "hint");
}

/** One pass over a file: the first wanted fix of every finding, planned together for each document, the gravest finding first. */
export function fixAllRound(
  file: SourceFile,
  findings: readonly Finding[],
  isWanted: (severity: Severity, fix: FixClass) => boolean,
  run: RunContext,
): { readonly edits: readonly TextEdit[]; readonly fixed: number } {
  const edits: TextEdit[] = [];
  let fixed = 0;
  const byEntry = new Map<Entry, Finding[]>();
  const gravest = [...findings].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
  for (const finding of gravest) {
    const known = byEntry.get(finding.origin.entry);
    if (known) known.push(finding);
    else byEntry.set(finding.origin.entry, [finding]);
  }
  for (const { start, entry } of file.entries) {
    const groups = (byEntry.get(entry) ?? [])
      .flatMap(({ origin, severity }) =>
        fixChanges(origin.hit, entry.document, run)
          .filter((fix) => isWanted(severity, fix.class))
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

/** One hardening makes another one possible a few times at most (privileged, then privilege escalation). */
const maxRounds = 10;

/**
 * Everything that the hardening rules would change around an offset, as one fix for the container and one for the pod.
 * What a comment suppresses stays as it is.
 */
export function hardenAt(
  file: SourceFile,
  offset: number,
  rules: readonly ActiveRule[],
  run: RunContext,
): readonly BuiltFix[] {
  const home = file.entries.findLastIndex(({ start }) => start <= offset);
  const { start, entry } = file.entries[home] ?? {};
  if (start === undefined || !entry || isBroken(entry.document)) return [];
  const at = offset - start;
  const index = entry.resources.findLastIndex(({ root }) => root.node !== undefined && root.node.start <= at);
  const resource = entry.resources[index];
  const workload = resource && asWorkload(resource);
  if (!workload) return [];
  const containers = containersOf(workload);
  const container = containers.find(
    ({ value }) => value.node && value.node.start <= at && at <= value.node.end,
  );
  // What a container has from its pod is its own where it is the only one.
  const inContainer = (hit: RuleHit) =>
    container !== undefined &&
    hit.active.rule.hardens === "container" &&
    (containers.length === 1 || `${hit.path}.`.startsWith(`${container.value.pathText}.`));
  return [
    ...bundle(`Harden this container ("${container?.name}")`, inContainer),
    ...bundle("Harden this pod and all of its containers", () => true),
  ];

  function bundle(title: string, isMeant: (hit: RuleHit) => boolean): readonly BuiltFix[] {
    let current = file;
    let edits: readonly TextEdit[] = [];
    for (let round = 0; round < maxRounds; round++) {
      const step = hardenRound(current, home, index, rules, run, isMeant);
      if (step.length === 0) break;
      edits = composeEdits(file.text, edits, step);
      current = readFile(file.uri, applyEdits(current.text, step), current);
    }
    return edits.length === 0 ? [] : [{ title, class: "review", edits: toFixEdits(edits, 0) }];
  }
}

/** The edits of one pass over one resource: the first fix of every hit that is meant and not suppressed. */
function hardenRound(
  file: SourceFile,
  home: number,
  index: number,
  rules: readonly ActiveRule[],
  run: RunContext,
  isMeant: (hit: RuleHit) => boolean,
): readonly TextEdit[] {
  const { start, entry } = file.entries[home]!;
  const resource = entry.resources[index];
  if (!resource) return [];
  const all = rules.flatMap((active) => runRule(active, resource, resource, run));
  const known = new Set(rules.map(({ rule }) => rule.id));
  const hits = judge(file, [{ at: home, hits: all }], rules, known, run)[0]?.hits ?? [];
  const groups = hits.filter(isMeant).flatMap((hit) =>
    fixChanges(hit, entry.document, run)
      .slice(0, 1)
      .map(({ changes }) => changes),
  );
  return toFixEdits(planSoundly(entry.document, groups).edits, start);
}
