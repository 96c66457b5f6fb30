import { severities } from "../config/choices.ts";
import type { IsAlike } from "../edits/edit.ts";
import { addTo } from "../kubernetes/lists.ts";
import type { Entry, SourceFile } from "../lint/file.ts";
import type { FileEdits, Finding, NewFile } from "../lint/finding.ts";
import type { FixRun } from "../lint/run.ts";
import type { FixClass, Severity } from "../rule/rule.ts";
import type { TextEdit } from "../text/range.ts";
import type { Change } from "../yaml/edit/change.ts";
import { placeCompanions, type Reach } from "./companions.ts";
import { removeCopy } from "./copies.ts";
import { changesElsewhere } from "./elsewhere.ts";
import { fixChanges, type PlannedFix, planSoundly, toFixEdits } from "./plan.ts";

/**
 * Whether a fix can be applied together with others without being chosen. A hint is an opportunity, so the user must
 * choose its fix if that can change what runs.
 */
export function isAppliedUnasked(severity: Severity, fix: FixClass): boolean {
  return fix === "safe" || (fix === "review" && severity !== "hint");
}

/** The result of one pass over a file. */
export interface FixRound {
  readonly edits: readonly TextEdit[];
  readonly fixed: number;
  readonly created: readonly NewFile[];
  /** Edits of the kustomizations that list the new files. */
  readonly listed: readonly FileEdits[];
}

/**
 * One pass over a file: the first wanted fix of every finding that stays in the file, planned together for each
 * document, the most severe finding first.
 */
export function fixAllRound(
  file: SourceFile,
  findings: readonly Finding[],
  isWanted: (severity: Severity, fix: FixClass) => boolean,
  run: FixRun,
  reach: Reach,
): FixRound {
  const fixes = wantedFixes(file, findings, isWanted, run).filter(
    ({ fix: { documents } }) => documents.length === 0 || placeCompanions(file, documents, run, reach),
  );
  const changes = changesByEntry(file, fixes);
  const copies = copiesAmong(fixes);
  const rounds = file.entries.map((_, at) => documentRound(file, at, changes, copies));
  const documents = fixes.flatMap(({ fix }) => fix.documents);
  const companions = documents.length > 0 ? placeCompanions(file, documents, run, reach) : undefined;
  const { appended, created = [], listed = [] } = companions ?? {};
  const edits = rounds.flatMap((round) => round.edits);
  if (appended) edits.push(...toFixEdits([appended], 0));
  const fixed = rounds.reduce((sum, round) => sum + round.fixed, fixes.filter(onlyAddsDocuments).length);
  return { edits, fixed: edits.length + created.length === 0 ? 0 : fixed, created, listed };
}

/** A fix of a finding in a document. */
interface WantedFix {
  readonly entry: Entry;
  readonly fix: PlannedFix;
}

function wantedFixes(
  file: SourceFile,
  findings: readonly Finding[],
  isWanted: (severity: Severity, fix: FixClass) => boolean,
  run: FixRun,
): readonly WantedFix[] {
  const gravest = [...findings].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
  return gravest.flatMap(({ origin: { hit, entry }, severity }) => {
    const fix = fixChanges(hit, entry.document, run).find(
      (candidate) =>
        isWanted(severity, candidate.class) &&
        candidate.elsewhere.every(({ place }) => place.uri === file.uri),
    );
    return fix ? [{ entry, fix }] : [];
  });
}

/** The groups of changes for each document: one group for each fix. */
function changesByEntry(
  file: SourceFile,
  fixes: readonly WantedFix[],
): ReadonlyMap<Entry, readonly (readonly Change[])[]> {
  const groups = new Map<Entry, (readonly Change[])[]>();
  for (const { entry, fix } of fixes) {
    if (fix.changes.length > 0) addTo(groups, entry, fix.changes);
    for (const change of fix.elsewhere) {
      const otherChanges = changesElsewhere(file, change);
      if (otherChanges) addTo(groups, otherChanges.entry, otherChanges.changes);
    }
  }
  return groups;
}

/** The documents that fixes remove as copies. */
function copiesAmong(fixes: readonly WantedFix[]): ReadonlyMap<Entry, IsAlike> {
  return new Map(fixes.flatMap(({ entry, fix }) => (fix.copyOf ? [[entry, fix.copyOf] as const] : [])));
}

function onlyAddsDocuments({ fix }: WantedFix): boolean {
  return !fix.copyOf && fix.changes.length === 0 && fix.elsewhere.length === 0;
}

/** The edits of one document. If it is not removed as a copy, its other fixes apply. */
function documentRound(
  file: SourceFile,
  at: number,
  changes: ReadonlyMap<Entry, readonly (readonly Change[])[]>,
  copies: ReadonlyMap<Entry, IsAlike>,
): Pick<FixRound, "edits" | "fixed"> {
  const { start, entry } = file.entries[at]!;
  const copyOf = copies.get(entry);
  const removed = copyOf && removeCopy(file, at, copyOf);
  if (removed) return { edits: toFixEdits([removed], 0), fixed: 1 };
  const groups = changes.get(entry);
  if (!groups) return untouched;
  const plan = planSoundly(entry.document, groups);
  return { edits: toFixEdits(plan.edits, start), fixed: plan.fixed };
}

const untouched: Pick<FixRound, "edits" | "fixed"> = { edits: [], fixed: 0 };
