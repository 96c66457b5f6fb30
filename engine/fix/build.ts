import type { Plan } from "../config/plan.ts";
import { type Document, isBroken } from "../documents/document.ts";
import { editBuilder } from "../edits/edit.ts";
import { containersOf } from "../kubernetes/containers.ts";
import { asWorkload } from "../kubernetes/resource.ts";
import type { Entry, SourceFile } from "../lint/file.ts";
import type { BuiltFix, Finding, FixEdit } from "../lint/finding.ts";
import { judge } from "../lint/judge.ts";
import { type FixRun, type RuleHit, runRule } from "../lint/run.ts";
import { byPart, partsOf } from "../lint/together.ts";
import type { TextEdit } from "../text/range.ts";
import type { Change } from "../yaml/edit/change.ts";
import { planEdits } from "../yaml/edit/plan.ts";
import { type Companions, placeCompanions, type Reach } from "./companions.ts";
import { removeCopy } from "./copies.ts";
import { draftOf, withEdits } from "./draft.ts";
import { changesElsewhere } from "./elsewhere.ts";
import { canOffer, fixChanges, type PlannedFix, planSoundly, toFixEdits } from "./plan.ts";

/** The possible fixes of a finding, the preferred one first. */
export function buildFixes(finding: Finding, run: FixRun, reach: Reach): readonly BuiltFix[] {
  const { hit, entry } = finding.origin;
  const { uri } = run;
  const { others = [] } = finding.origin;
  const joint = together([hit, ...others], entry.document, run);
  // A fix for a part of a list would leave the finding in place.
  const isWhole = joint.length > 0 && hit.active.rule.inList !== undefined;
  const fixes = isWhole ? joint : [...joint, ...fixChanges(hit, entry.document, run)];
  const candidates = fixes.flatMap((fix): readonly BuiltFix[] => {
    const file = reach.fileOf(uri);
    const companions =
      file && fix.documents.length > 0 ? placeCompanions(file, fix.documents, run, reach) : undefined;
    const edits = editsOf(fix, finding, uri, reach);
    if (!edits || (fix.documents.length > 0 && !companions)) return [];
    const { appended, created = [], listed = [] } = companions ?? {};
    if (appended) edits.set(uri, [...(edits.get(uri) ?? []), ...toFixEdits([appended], 0)]);
    const otherFiles = [...edits].flatMap(([otherUri, fileEdits]) =>
      otherUri === uri ? [] : [{ uri: otherUri, edits: fileEdits }],
    );
    return [
      {
        title: companions ? withNote(fix, placeText(fix, companions)) : fix.title,
        class: fix.class,
        edits: edits.get(uri) ?? [],
        elsewhere: [...otherFiles, ...listed],
        created,
      },
    ];
  });
  // Two fixes with the same title look alike, so only the first is offered.
  return candidates.filter(
    ({ title }, at) => candidates.findIndex((candidate) => candidate.title === title) === at,
  );
}

/** The first fixes of hits that share one finding, as one fix; empty if one of the hits has no fix. */
function together(hits: readonly RuleHit[], document: Document, run: FixRun): readonly PlannedFix[] {
  if (hits.length < 2) return [];
  const list = hits[0]!.active.rule.inList;
  const ordered = [...hits].sort((a, b) =>
    list ? a.start - b.start : byPart(a.active.rule.together!, b.active.rule.together!),
  );
  const firsts = ordered.flatMap((hit) => fixChanges(hit, document, run).slice(0, 1));
  const [first] = firsts;
  if (!first || firsts.length < hits.length || firsts.some((fix) => fix.class !== first.class)) return [];
  if (firsts.some(({ elsewhere, documents, copyOf }) => elsewhere.length + documents.length > 0 || copyOf))
    return [];
  const orderedHits = ordered.map(({ hit }) => hit);
  if (list) {
    const changes = list.edits(orderedHits, editBuilder) ?? [undefined];
    if (changes.includes(undefined)) return [];
    const title = list.title(orderedHits.map(({ data }) => data));
    return [{ ...first, title, changes: changes as readonly Change[] }];
  }
  const title = addingTitle(hits);
  return [{ ...first, title, changes: firsts.flatMap(({ changes }) => changes) }];
}

function addingTitle(hits: readonly RuleHit[]): string {
  const lacks = hits.map(({ active }) => active.rule.together!);
  return lacks[0]!.fix(partsOf(lacks).all);
}

/**
 * The title with a note on the new objects. The title of a fix with a caveat already ends with parentheses: a place goes
 * before them, and anything else into them.
 */
function withNote({ title, caveat, changes, elsewhere }: PlannedFix, note: string): string {
  if (caveat === undefined) return `${title} (${note})`;
  const isPlace = changes.length === 0 && elsewhere.length === 0;
  const end = ` (${caveat})`;
  return isPlace && title.endsWith(end)
    ? `${title.slice(0, -end.length)} ${note}${end}`
    : `${title.slice(0, -1)}; ${note})`;
}

/** Where a fix adds new objects, with their kinds if the fix also does something else. */
function placeText({ changes, elsewhere, documents }: PlannedFix, { where }: Companions): string {
  if (changes.length === 0 && elsewhere.length === 0) return where;
  const kinds = [...new Set(documents.map(({ kind }) => kind))];
  return `adds ${kinds.map((kind) => `${/^[AEIOU]/.test(kind) ? "an" : "a"} ${kind}`).join(" and ")} ${where}`;
}

/** The edits of a fix by file; undefined if a part of it is impossible, or nothing would change. */
function editsOf(
  fix: PlannedFix,
  { origin }: Finding,
  uri: string,
  { fileOf }: Reach,
): Map<string, readonly FixEdit[]> | undefined {
  const files = new Map<string, FixEdit[]>();
  const add = (home: string, edits: readonly FixEdit[]) =>
    files.set(home, [...(files.get(home) ?? []), ...edits]);
  const enter = (home: string, { document }: Entry, start: number, changes: readonly Change[]): boolean => {
    const { edits, applied } = planEdits(document.text, document.tree, [changes]);
    if (!applied[0] || edits.length === 0 || !canOffer(document, edits)) return false;
    add(home, toFixEdits(edits, start));
    return true;
  };
  if (fix.changes.length > 0 && !enter(uri, origin.entry, origin.start, fix.changes)) return undefined;
  for (const change of fix.elsewhere) {
    const file = fileOf(change.place.uri);
    const otherChanges = file && changesElsewhere(file, change);
    if (!otherChanges || isBroken(otherChanges.entry.document)) return undefined;
    if (!enter(change.place.uri, otherChanges.entry, otherChanges.start, otherChanges.changes))
      return undefined;
  }
  if (fix.copyOf) {
    const file = fileOf(uri);
    const at = file?.entries.findIndex(({ entry }) => entry === origin.entry) ?? -1;
    const edit = file && removeCopy(file, at, fix.copyOf);
    if (!edit) return undefined;
    add(uri, toFixEdits([edit], 0));
  }
  return files;
}

/** What a hardening fix covers. */
export type HardenScope = "container" | "pod";

export interface HardenFix extends BuiltFix {
  readonly scope: HardenScope;
}

/** A fix can make a different one possible, but only a few times: privileged first, then privilege escalation. */
const maxRounds = 10;

/**
 * The fixes of all hardening rules around an offset, combined into one for the container and one for the pod.
 * Suppressed findings are not fixed.
 */
export function hardenAt(
  file: SourceFile,
  offset: number,
  scopes: readonly HardenScope[],
  plan: Plan,
  run: FixRun,
): readonly HardenFix[] {
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
  // With a single container, the pod's settings are the container's.
  const inContainer = (hit: RuleHit) =>
    container !== undefined &&
    hit.active.rule.hardens === "container" &&
    (containers.length === 1 || `${hit.path}.`.startsWith(`${container.value.pathText}.`));
  return [
    ...bundle("container", "Harden this container", inContainer),
    ...bundle("pod", "Harden this pod and its containers", () => true),
  ];

  /** The title includes the caveats of all fixes, because they apply to the whole change. */
  function bundle(
    scope: HardenScope,
    name: string,
    isMeant: (hit: RuleHit) => boolean,
  ): readonly HardenFix[] {
    if (!scopes.includes(scope)) return [];
    let draft = draftOf(file);
    const caveats = new Set<string>();
    for (let round = 0; round < maxRounds; round++) {
      const step = hardenRound(draft.file, home, index, plan, run, isMeant);
      if (step.edits.length === 0) break;
      for (const caveat of step.caveats) caveats.add(caveat);
      draft = withEdits(draft, step.edits);
    }
    const edits = toFixEdits(draft.edits, 0);
    const title = caveats.size === 0 ? name : `${name} (${[...caveats].join("; ")})`;
    return edits.length === 0 ? [] : [{ scope, title, class: "review", edits, elsewhere: [], created: [] }];
  }
}

interface HardenStep {
  readonly edits: readonly TextEdit[];
  readonly caveats: readonly string[];
}

/**
 * One pass over one resource: the first fix of every hit in scope that is not suppressed, unless the user must supply a
 * value.
 */
function hardenRound(
  file: SourceFile,
  home: number,
  index: number,
  plan: Plan,
  run: FixRun,
  isMeant: (hit: RuleHit) => boolean,
): HardenStep {
  const { start, entry } = file.entries[home]!;
  const resource = entry.resources[index];
  if (!resource) return { edits: [], caveats: [] };
  const { rules, settings } = plan.of?.(resource) ?? plan.common;
  const hardeners = rules.filter(({ rule }) => rule.hardens);
  const allHits = hardeners.flatMap((active) =>
    runRule(active, "resource", resource, resource, { ...run, settings, document: home }),
  );
  const hardenerIds = new Set(hardeners.map(({ rule }) => rule.id));
  const hits = judge(file, [{ at: home, hits: allHits }], plan, hardenerIds, run).documents[0]?.hits ?? [];
  const fixes = hits
    .filter(isMeant)
    .flatMap((hit) => fixChanges(hit, entry.document, run).slice(0, 1))
    .filter(({ bundled }) => bundled);
  const groups = fixes.map(({ changes }) => changes);
  const edits = toFixEdits(planSoundly(entry.document, groups).edits, start);
  return { edits, caveats: fixes.flatMap(({ caveat }) => caveat ?? []) };
}
