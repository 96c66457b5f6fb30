import { type Document, isBroken } from "../documents/document.ts";
import {
  type ElsewhereChange,
  editBuilder,
  type FixChange,
  type IsAlike,
  type NewDocument,
} from "../edits/edit.ts";
import { containersOf } from "../kubernetes/containers.ts";
import { isNodeWork, isRootWork } from "../kubernetes/node-components.ts";
import { hasContainerField, hasPodField } from "../kubernetes/pod-fields.ts";
import { asWorkload, type Resource } from "../kubernetes/resource.ts";
import type { FixEdit } from "../lint/finding.ts";
import { type FixRun, fixContext, type RuleHit } from "../lint/run.ts";
import { shown } from "../lint/shown.ts";
import type { FixClass } from "../rule/rule.ts";
import { applyEdits, type TextEdit } from "../text/range.ts";
import type { Change } from "../yaml/edit/change.ts";
import { plainText, snippetText } from "../yaml/edit/placeholder.ts";
import { planEdits } from "../yaml/edit/plan.ts";
import { parseYaml } from "../yaml/parse.ts";
import { compatible } from "./compatible.ts";

/** A fix as structural changes. */
export interface PlannedFix {
  readonly title: string;
  /** Part of the title; bundles repeat it. */
  readonly caveat: string | undefined;
  readonly class: FixClass;
  /** Whether a bundle can include it. */
  readonly bundled: boolean;
  /** Changes of the document with the finding. */
  readonly changes: readonly Change[];
  readonly elsewhere: readonly ElsewhereChange[];
  readonly documents: readonly NewDocument[];
  /** Matches the resource of the original document above, if this document is a copy to remove. */
  readonly copyOf: IsAlike | undefined;
}

/** In a broken document only problems with its text are fixed, because its tree is not what the author meant. */
export function fixChanges(hit: RuleHit, document: Document, run: FixRun): readonly PlannedFix[] {
  const { rule } = hit.active;
  if (readingTrees.has(rule.on.of) && isBroken(document)) return [];
  const needed = isNeeded(hit);
  const context = fixContext(hit.active, { ...run, settings: hit.settings });
  return [...(rule.fixes?.(hit.hit, editBuilder, context) ?? [])].flatMap((fix) => {
    const bundled = fix.class !== "template" || (fix.bundled ?? false);
    if (needed && bundled) return [];
    const { caveat, edits: changes = [] } = fix;
    if (changes.length === 0 || changes.includes(undefined)) return [];
    const parts = changesByType(changes as readonly FixChange[]);
    if (hit.resource && !fitsKind(hit.resource, parts.changes)) return [];
    const title = shown(caveat === undefined ? fix.title : `${fix.title} (${caveat})`, hit, document);
    return [{ title, caveat, class: fix.class, bundled, ...parts }];
  });
}

const readingTrees: ReadonlySet<string> = new Set(["resource", "images", "kustomization"]);

/** Workloads that need the reported setting keep it, unless the user writes something else. */
function isNeeded({ active, resource, path }: RuleHit): boolean {
  const { neededBy } = active.rule;
  if (!neededBy || !resource) return false;
  return isNodeWork(resource, path) || (neededBy === "root" && isRootWork(resource, path));
}

/** Whether a workload's kind has all fields of pods and containers that changes write. */
function fitsKind(resource: Resource, changes: readonly Change[]): boolean {
  const workload = asWorkload(resource);
  if (!workload) return true;
  const writes = changes.filter((change) => change.type === "set" || change.type === "append");
  return writes.every(({ map, path }) => {
    const [field = ""] = path;
    if (map === workload.pod.node) return hasPodField(workload, field);
    const isContainer = containersOf(workload).some(({ value }) => value.node === map);
    return !isContainer || hasContainerField(workload, field);
  });
}

function changesByType(
  fixChanges: readonly FixChange[],
): Pick<PlannedFix, "changes" | "elsewhere" | "documents" | "copyOf"> {
  const changes: Change[] = [];
  const elsewhere: ElsewhereChange[] = [];
  const documents: NewDocument[] = [];
  let copyOf: IsAlike | undefined;
  for (const change of fixChanges) {
    if (change.type === "elsewhere") elsewhere.push(change);
    else if (change.type === "new-document") documents.push(change);
    else if (change.type === "removed-copy") copyOf = change.isAlike;
    else changes.push(change);
  }
  const isMoved = elsewhere.length + documents.length > 0;
  return { changes: isMoved ? changes.map(markMoved) : changes, elsewhere, documents, copyOf };
}

function markMoved(change: Change): Change {
  return change.type === "remove-pair" || change.type === "remove-item" ? { ...change, moved: true } : change;
}

/** Each attempt parses the document again. */
const maxTries = 50;

/** Plans all groups that can be applied at once, or a single one if the result would not parse as well as before. */
export function planSoundly(
  document: Document,
  groups: readonly (readonly Change[])[],
): { readonly edits: readonly TextEdit[]; readonly fixed: number } {
  const { edits, applied } = planEdits(document.text, document.tree, compatible(groups));
  if (isSound(document, edits)) return { edits, fixed: applied.filter(Boolean).length };
  for (const group of groups.slice(0, maxTries)) {
    const single = planEdits(document.text, document.tree, [group]);
    if (single.edits.length > 0 && isSound(document, single.edits)) return { edits: single.edits, fixed: 1 };
  }
  return { edits: [], fixed: 0 };
}

function isSound(document: Document, edits: readonly TextEdit[]): boolean {
  // There is no tree to compare: edits of a Dockerfile replace words, and its parser accepts any text.
  if (document.language === "dockerfile") return true;
  const after = applyEdits(
    document.text,
    edits.map((edit) => ({ ...edit, text: plainText(edit.text) })),
  );
  return parseYaml(after).problems.length <= document.problems.length;
}

/**
 * Whether a fix can be offered. The planner is tested on thousands of ordinary texts; if a document contains rare
 * syntax, or cannot be parsed, the result is parsed to verify it.
 */
export function canOffer(document: Document, edits: readonly TextEdit[]): boolean {
  return isOrdinary(document) || isKnownSound(document, edits);
}

/** Remembers whether edits leave a document readable. */
const soundness = new WeakMap<Document, Map<string, boolean>>();

/** Each check costs a parse, so in a large document with many problems only the first ones can be fixed at a time. */
const readFor = 4_000_000;

function isKnownSound(document: Document, edits: readonly TextEdit[]): boolean {
  const answers = soundness.get(document) ?? new Map<string, boolean>();
  soundness.set(document, answers);
  const key = JSON.stringify(edits);
  const earlierAnswer = answers.get(key);
  if (earlierAnswer !== undefined) return earlierAnswer;
  if (readFor < answers.size * document.text.length) return false;
  const answer = isSound(document, edits);
  answers.set(key, answer);
  return answer;
}

const ordinary = new WeakMap<Document, boolean>();

function isOrdinary(document: Document): boolean {
  const answer = ordinary.get(document) ?? (document.problems.length === 0 && !unusual.test(document.text));
  ordinary.set(document, answer);
  return answer;
}

/** Explicit keys, anchors, aliases, tags, tabs, and line breaks that only YAML recognizes. */
const unusual = /(?:^|[\s{[,])\?\s|[&*!]\S|\t|\r(?!\n)|[\u0085\u2028\u2029]/;

/** The edits relative to the file whose document starts at `offset`. */
export function toFixEdits(edits: readonly TextEdit[], offset: number): readonly FixEdit[] {
  return edits.map(({ start, end, text }) => ({
    start: start + offset,
    end: end + offset,
    text: plainText(text),
    snippet: snippetText(text),
  }));
}
