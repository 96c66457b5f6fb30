import { matches, type Requirement, type Selector } from "../kubernetes/labels.ts";
import { addTo } from "../kubernetes/lists.ts";
import { folderOf } from "../text/uri.ts";
import type { WorkspaceView } from "./index.ts";
import type { WorkloadFacts } from "./pods.ts";
import { isTypo } from "./typo.ts";

/** A selector that selects nothing, and its owner. */
export interface EmptySelector {
  readonly kind: string;
  readonly name: string | undefined;
  /** `undefined` if it can be any. */
  readonly namespace: string | undefined;
  readonly uri: string;
  readonly selector: Selector;
}

/** A workload that a selector does not select, and the reasons. */
export interface Miss {
  readonly workload: WorkloadFacts;
  /** Requirements that its pods do not meet, with their value for the key. */
  readonly unmet: readonly { readonly requirement: Requirement; readonly actual: string | undefined }[];
  /** All unmet values look like typos. */
  readonly typo: boolean;
  /** It meets a requirement that distinguishes applications. */
  readonly shares: boolean;
}

/** Labels that many applications have in common, so a match means little. */
const common =
  /^(?:app\.kubernetes\.io\/(?:instance|part-of|managed-by|component|version)|helm\.sh\/chart|env|environment|stage|release|tier|team|owner|component|role|version|track|heritage|chart)$/;

/** Labels that controllers add to the pods they create; manifests do not have them. */
const given =
  /^(?:job-name|controller-uid|pod-template-hash|controller-revision-hash|pod-template-generation|deployment|deploymentconfig|(?:statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|batch\.kubernetes\.io\/[\w-]+))$/;

/**
 * The workloads that a selector might be meant for, the likeliest first: nearby workloads that it misses because of a
 * typo, that have its owner's name, or that no other selector selects and that meet some of its requirements or are in
 * its file. Empty if the pods that it selects might come from outside of the workspace (an operator, a chart, a label
 * added later).
 */
export function plausibleMisses(empty: EmptySelector, workspace: WorkspaceView): readonly Miss[] {
  const { selector, namespace, kind } = empty;
  const workloads = workspace.workloadsIn(namespace);
  if (isMadeElsewhere(empty, workloads, workspace) || isSetLater(selector, workloads)) return [];
  const asked = selector.filter(({ operator }) => operator === "In");
  let rivals: Rivals | undefined;
  const hasRival = (workload: WorkloadFacts) => {
    rivals ??= rivalsOf(kind, namespace, workspace);
    return isTaken(workload, rivals);
  };
  const plausible: Miss[] = [];
  for (const workload of workloads) {
    if (!isNear(workload, empty)) continue;
    const miss = missOf(asked, workload);
    if (!isPlausible(miss, empty, hasRival)) continue;
    const role = workspace.kustomize(workload.place.uri);
    if (role.labels) return [];
    if (!role.patch) plausible.push(miss);
  }
  return likeliest(plausible);
}

/** Whether a workload certainly has the namespace of a selector, or is in its folder. */
function isNear(workload: WorkloadFacts, { namespace, uri }: EmptySelector): boolean {
  if (workload.namespace !== undefined && workload.namespace === namespace) return true;
  return folderOf(workload.place.uri) === folderOf(uri);
}

function isPlausible(
  { workload, typo, shares }: Miss,
  { name, uri }: EmptySelector,
  hasRival: (workload: WorkloadFacts) => boolean,
): boolean {
  if (typo || (name !== undefined && workload.name === name)) return true;
  // A workload that another selector selects is rarely the one that this selector misses.
  return (shares || workload.place.uri === uri) && !hasRival(workload);
}

/** A few of the workloads, the likeliest first. */
function likeliest(misses: readonly Miss[]): readonly Miss[] {
  const rank = (miss: Miss) => (miss.typo ? 0 : 10) + miss.unmet.length - (miss.shares ? 0.5 : 0);
  const ranked = [...misses].sort((a, b) => rank(a) - rank(b));
  // Copies of a workload count as one candidate.
  const names = ranked.map(({ workload: { groupKind, name } }) => `${groupKind} ${name}`);
  return ranked.filter((_, at) => names.indexOf(names[at]!) === at).slice(0, 3);
}

/**
 * Selectors by each label that their first requirement accepts; selectors without such a label are under the empty
 * string.
 */
type Rivals = ReadonlyMap<string, readonly Selector[]>;

/** The selectors with the same purpose that have requirements. */
function rivalsOf(kind: string, namespace: string | undefined, workspace: WorkspaceView): Rivals {
  const rivals = new Map<string, Selector[]>();
  for (const { owner, selector } of workspace.selectorsIn(namespace)) {
    if (owner !== kind || !selector || selector.length === 0) continue;
    const first = selector.find(({ operator }) => operator === "In");
    for (const key of first?.values.map((value) => `${first.key}=${value}`) ?? [""])
      addTo(rivals, key, selector);
  }
  return rivals;
}

function isTaken({ pod: { labels } }: WorkloadFacts, rivals: Rivals): boolean {
  if (!labels) return true;
  const keys = ["", ...[...labels].map(([key, value]) => `${key}=${value}`)];
  return keys.some((key) => rivals.get(key)?.some((rival) => matches(rival, labels)));
}

function isMadeElsewhere(
  { selector, namespace }: EmptySelector,
  workloads: readonly WorkloadFacts[],
  workspace: WorkspaceView,
): boolean {
  // A key with a prefix that no pod here has belongs to an operator.
  const foreign = selector.some(
    ({ key }) =>
      given.test(key) ||
      (key.includes("/") &&
        !key.startsWith("app.kubernetes.io/") &&
        workloads.every(({ pod }) => !pod.labels?.has(key))),
  );
  if (foreign) return true;
  const values = selector.flatMap((requirement) => requirement.values);
  return workspace.customIn(namespace).some(({ name, groupKind }) => {
    const kind = groupKind.slice(groupKind.indexOf("/") + 1).toLowerCase();
    return values.some((value) => value === kind || value === name || value.startsWith(`${name}-`));
  });
}

/**
 * Whether running pods get a label that a selector requires: it meets every label by which a workload selects its pods,
 * and requires one more that no pod template has. Vault, Patroni and others mark their leader this way.
 */
function isSetLater(selector: Selector, workloads: readonly WorkloadFacts[]): boolean {
  const written = new Set(workloads.flatMap(({ pod }) => [...(pod.labels?.keys() ?? [])]));
  const more = selector.filter(({ key }) => !written.has(key));
  if (more.length === 0 || more.some(({ key }) => [...written].some((other) => isTypo(key, other))))
    return false;
  const others = selector.filter(({ key }) => written.has(key));
  return workloads.some(({ groupKind, pod: { labels }, selectors }) => {
    const own = selectors.find(({ owner }) => groupKind.endsWith(`/${owner}`))?.selector;
    if (!labels || !own || own.length === 0 || !matches(others, labels)) return false;
    return own.every(({ key }) => others.some((requirement) => requirement.key === key));
  });
}

/** Why a selector does not select a workload. */
function missOf(asked: Selector, workload: WorkloadFacts): Miss {
  const unmet: { requirement: Requirement; actual: string | undefined }[] = [];
  let shares = false;
  for (const requirement of asked) {
    const actual = workload.pod.labels?.get(requirement.key);
    if (actual === undefined || !requirement.values.includes(actual)) unmet.push({ requirement, actual });
    else shares ||= !common.test(requirement.key);
  }
  const typo = unmet.every(({ requirement, actual }) =>
    requirement.values.some((value) => actual !== undefined && isTypo(value, actual)),
  );
  return { workload, unmet, typo: unmet.length > 0 && typo, shares };
}
