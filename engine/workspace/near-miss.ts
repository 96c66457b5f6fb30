import { distance } from "fastest-levenshtein";
import { matches, type Requirement, type Selector } from "../kubernetes/labels.ts";
import type { WorkloadFacts, WorkspaceView } from "./index.ts";
import { folderOf } from "./topics.ts";

/** A selector that selects nothing, and who has it. */
export interface EmptySelector {
  readonly kind: string;
  readonly name: string | undefined;
  /** `undefined` where it may be any. */
  readonly namespace: string | undefined;
  readonly uri: string;
  readonly selector: Selector;
}

/** A workload that a selector does not select, and what keeps it from that. */
export interface Miss {
  readonly workload: WorkloadFacts;
  /** Requirements that its pods do not meet, with the value that they have for the key. */
  readonly unmet: readonly { readonly requirement: Requirement; readonly actual: string | undefined }[];
  /** All unmet values look like typing errors. */
  readonly typo: boolean;
  /** It meets a requirement that tells applications apart. */
  readonly shares: boolean;
}

/** Labels that many applications have in common, so that sharing one says little. */
const common =
  /^(?:app\.kubernetes\.io\/(?:instance|part-of|managed-by|component|version)|helm\.sh\/chart|env|environment|stage|release|tier|team|owner|component|role|version|track|heritage|chart)$/;

/** Labels that controllers give to the pods they make; no manifest has them. */
const given =
  /^(?:job-name|controller-uid|pod-template-hash|controller-revision-hash|pod-template-generation|deployment|deploymentconfig)$/;

/**
 * The workloads that a selector may be meant for, the likeliest first: those nearby that it misses by a typing error,
 * that have its owner's name, or that no other selector has and that have a part of what it asks for or stand in its
 * file. None where something that is not in the workspace as pods (an operator, a chart, a label added later) may make
 * what it selects.
 */
export function plausibleMisses(empty: EmptySelector, workspace: WorkspaceView): readonly Miss[] {
  const { selector, namespace, uri } = empty;
  const candidates = workspace
    .workloadsIn(namespace)
    .filter(({ place }) => !workspace.kustomize(place.uri).patch);
  if (isMadeElsewhere(empty, candidates, workspace)) return [];
  const plausible = candidates
    .filter(
      ({ place, namespace: own }) =>
        folderOf(place.uri) === folderOf(uri) || (own !== undefined && own === namespace),
    )
    .map((workload) => missOf(selector, workload))
    .filter(({ workload, typo, shares }) => {
      if (typo || (workload.name !== undefined && workload.name === empty.name)) return true;
      // What another selector has already is rarely what this one misses.
      return (shares || workload.place.uri === uri) && isLeftOver(workload, empty, workspace);
    });
  if (plausible.some(({ workload }) => workspace.kustomize(workload.place.uri).labels)) return [];
  const rank = (miss: Miss) => (miss.typo ? 0 : 10) + miss.unmet.length - (miss.shares ? 0.5 : 0);
  return plausible.sort((a, b) => rank(a) - rank(b)).slice(0, 3);
}

function isMadeElsewhere(
  { selector, namespace }: EmptySelector,
  candidates: readonly WorkloadFacts[],
  workspace: WorkspaceView,
): boolean {
  // A key with a prefix that no pod here has is the mark of some operator.
  const foreign = selector.some(
    ({ key }) =>
      given.test(key) ||
      (key.includes("/") &&
        !key.startsWith("app.kubernetes.io/") &&
        candidates.every(({ pod }) => !pod.labels?.has(key))),
  );
  if (foreign) return true;
  const values = selector.flatMap((requirement) => requirement.values);
  return workspace.customIn(namespace).some(({ name, groupKind }) => {
    const kind = groupKind.slice(groupKind.indexOf("/") + 1).toLowerCase();
    return values.some((value) => value === kind || value === name || value.startsWith(`${name}-`));
  });
}

/** Whether no other selector of the same purpose has the workload. */
function isLeftOver(
  workload: WorkloadFacts,
  { kind, namespace }: EmptySelector,
  workspace: WorkspaceView,
): boolean {
  const { labels } = workload.pod;
  return workspace
    .selectorsIn(namespace)
    .every(
      ({ owner, selector }) =>
        owner !== kind || !selector || selector.length === 0 || !labels || !matches(selector, labels),
    );
}

/** How a selector that asks for labels by `In` misses a workload with known labels. */
function missOf(selector: Selector, workload: WorkloadFacts): Miss {
  const labels = workload.pod.labels ?? new Map<string, string>();
  const asked = selector.filter(({ operator }) => operator === "In");
  const unmet = asked
    .map((requirement) => ({ requirement, actual: labels.get(requirement.key) }))
    .filter(({ requirement, actual }) => actual === undefined || !requirement.values.includes(actual));
  const met = asked.filter((requirement) => unmet.every((one) => one.requirement !== requirement));
  return {
    workload,
    unmet,
    typo:
      unmet.length > 0 &&
      unmet.every(({ requirement, actual }) => requirement.values.some((value) => isTypo(value, actual))),
    shares: met.some(({ key }) => !common.test(key)),
  };
}

/** Whether one word is probably the other with a slip of the finger; words that differ in a number are two words. */
function isTypo(written: string, meant: string | undefined): boolean {
  if (meant === undefined || written === meant) return false;
  const withoutDigits = (text: string) => text.replace(/\d+/g, "");
  if (withoutDigits(written) === withoutDigits(meant)) return false;
  const letters = (text: string) => [...text].sort().join("");
  if (letters(written) === letters(meant)) return true;
  const length = Math.max(written.length, meant.length);
  return distance(written, meant) <= (length < 4 ? 0 : length < 8 ? 1 : 2);
}
