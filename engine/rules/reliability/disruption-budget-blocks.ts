import { readSelector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { countAmong, podCountOf } from "../../kubernetes/replicas.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag, names } from "../../rule/options.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { podsSharedWith, type SharedPods } from "../../workspace/budgets.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import type { WorkloadFacts } from "../../workspace/pods.ts";
import { fewestPods, isSaidElsewhere, mostPods } from "../../workspace/scaling.ts";

const fields = ["maxUnavailable", "minAvailable"] as const;

/** Other tools check each field separately. */
const peers = {
  maxUnavailable: { "kube-linter": ["pdb-max-unavailable"], polaris: ["pdbDisruptionsIsZero"] },
  minAvailable: {
    "kube-linter": ["pdb-min-available"],
    polaris: ["pdbDisruptionsIsZero", "pdbMinAvailableGreaterThanHPAMinReplicas"],
  },
} as const;

export default defineRule({
  id: "disruption-budget-blocks",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { shared: false } },
  peers: {
    "kube-linter": ["pdb-max-unavailable", "pdb-min-available"],
    polaris: ["pdbDisruptionsIsZero", "pdbMinAvailableGreaterThanHPAMinReplicas"],
  },
  summary: "A PodDisruptionBudget does not allow any pod to be evicted.",
  why: "Draining a node then waits forever, and cluster upgrades with it.",
  links: [
    "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors",
  ],
  options: {
    shared: flag("Also report a budget if another budget selects the same pods.", true),
    fields: names("The fields to check.", fields),
  },
  on: inWorkspace(kinds("policy/PodDisruptionBudget")),

  *check(resource, { workspace, uri, options, document }) {
    const [most, least] = fields.map((field) =>
      options.fields.includes(field) ? resource.root.at("spec", field) : undefined,
    );
    const title = titleOf(resource);
    const shared = options.shared ? podsSharedWith(resource, { uri, document }, workspace) : undefined;
    if (shared) yield sharedHit(resource, shared);
    if (most && podCountOf(most)?.value === 0) yield zeroHit(title, most);
    const minimum = podCountOf(least);
    if (!least || !minimum) return;
    const fact = `sets minAvailable to ${minimum.value}${minimum.percent ? "%" : ""}`;
    const data = { title, fact, consequence: noDrain, field: "minAvailable" };
    if (minimum.percent && minimum.value === 100) {
      yield { at: least, data, peers: peers.minAvailable };
      return;
    }
    const workloads = selectedBy(resource, workspace, uri);
    if (workloads.some((facts) => isSaidElsewhere(workspace, facts.groupKind, facts))) return;
    const pods = sumOf(workloads.map((facts) => fewestPods(workspace, facts)));
    if (!pods || countAmong(minimum, pods) < pods) return;
    const upTo = sumOf(workloads.map((facts) => mostPods(workspace, facts) ?? facts.pod.replicas));
    const isScaled = upTo !== undefined && pods < upTo && countAmong(minimum, upTo) < upTo;
    const whole = minimum.percent ? "rounds up to every pod" : "is every pod";
    const details = isScaled
      ? {
          fact: `${fact}, which ${whole} while ${scaledText(workloads, pods)}`,
          consequence: "nodes that run them cannot be drained",
        }
      : { fact: `${fact} but selects only ${podsText(pods)}`, consequence: noDrain };
    const related = workloads.map(({ place }) => ({ at: place, message: "The budget selects these pods." }));
    yield { at: least, data: { ...data, ...details }, related, peers: peers.minAvailable };
  },

  message: ({ title, fact, consequence }) => `${title} ${fact}, so ${consequence}.`,

  fixClasses: ["review"],
  *fixes({ at, data: { field } }, edit) {
    if (field !== "minAvailable" && field !== "maxUnavailable") return;
    const isMinimum = field === "minAvailable";
    const action = isMinimum ? "Replace minAvailable with maxUnavailable: 1" : "Set maxUnavailable to 1";
    // Review: a pod can be evicted. If it is the only one, the workload is unavailable until its replacement runs.
    yield {
      class: "review",
      title: `${action} (allows one pod to be evicted at a time)`,
      edits: [...(isMinimum ? [edit.renameKey(at, "maxUnavailable")] : []), edit.setValue(at, 1)],
    };
  },
});

const noDrain = "a node that runs one of its pods cannot be drained";

function zeroHit(title: string, at: Value) {
  const fact = `sets maxUnavailable to ${at.scalar?.text}`;
  const data = { title, fact, consequence: noDrain, field: "maxUnavailable" };
  return { at, data, peers: peers.maxUnavailable };
}

/** The eviction API rejects the eviction of a pod that two budgets select. */
function sharedHit(resource: Resource, { workload, other: rival }: SharedPods) {
  const kind = workload.groupKind.slice(workload.groupKind.indexOf("/") + 1);
  const pods =
    workload.name === undefined ? `the same ${kind} pods` : `the pods of ${kind} "${workload.name}"`;
  const title = `PodDisruptionBudget "${rival.name}"`;
  return {
    at: resource.root.at("spec", "selector")!,
    onKey: true,
    data: {
      title: `${titleOf(resource)} and ${title}`,
      fact: `both select ${pods}`,
      consequence: "these pods cannot be evicted",
      field: "selector",
    },
    related: [{ at: rival.place, message: `${title} is defined here.` }],
  };
}

/** `Deployment "web" is scaled to 1 pod`; several workloads are counted together. */
function scaledText([workload, ...more]: readonly WorkloadFacts[], pods: number): string {
  const count = podsText(pods);
  if (workload?.name === undefined || more.length > 0) return `its workloads are scaled to ${count} in total`;
  const kind = workload.groupKind.slice(workload.groupKind.indexOf("/") + 1);
  return `${kind} "${workload.name}" is scaled to ${count}`;
}

function podsText(count: number): string {
  return `${count} ${count === 1 ? "pod" : "pods"}`;
}

function sumOf(counts: readonly (number | undefined)[]): number | undefined {
  return counts.length === 0 || counts.includes(undefined)
    ? undefined
    : counts.reduce<number>((sum, count) => sum + count!, 0);
}

/** The workloads that a budget selects; empty if it might also select pods that the workspace does not define. */
function selectedBy(resource: Resource, workspace: WorkspaceView, uri: string): readonly WorkloadFacts[] {
  const at = resource.root.at("spec", "selector");
  const selector = at?.isMap ? readSelector(at) : undefined;
  const { labels, namespace } = workspace.kustomize(uri);
  // An empty selector also selects pods that custom resources in the namespace create.
  if (!selector || selector.length === 0 || labels || namespace || resource.namespace === undefined) {
    return selector && selector.length > 0 && !labels && !namespace
      ? besideIt(workspace.selectedBy(selector, undefined).workloads, uri)
      : [];
  }
  const selection = workspace.selectedBy(selector, resource.namespace);
  return selection.unknown ? [] : selection.workloads;
}

/** Without a namespace, a budget applies to workloads in the same file. */
function besideIt(workloads: readonly WorkloadFacts[], uri: string): readonly WorkloadFacts[] {
  return workloads.every(({ place }) => place.uri === uri) ? workloads : [];
}
