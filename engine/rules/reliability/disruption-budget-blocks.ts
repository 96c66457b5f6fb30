import { readSelector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { countAmong, podCountOf } from "../../kubernetes/replicas.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { flag, names } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import { podsSharedWith, type SharedPods } from "../../workspace/budgets.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import type { WorkloadFacts } from "../../workspace/pods.ts";
import { fewestPods, isSaidElsewhere, mostPods } from "../../workspace/scaling.ts";

const fields = ["maxUnavailable", "minAvailable"] as const;

/** Other tools have a check for each. */
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
  summary: "A PodDisruptionBudget allows no pod to be evicted.",
  why: "Draining a node then waits forever, and the cluster upgrade with it.",
  links: [
    "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors",
  ],
  options: {
    shared: flag("Report pods that another budget covers, too.", true),
    fields: names("The fields that are checked.", fields),
  },
  asksWorkspace: true,
  on: kinds("policy/PodDisruptionBudget"),

  *check(resource, { workspace, uri, options, document }) {
    const [most, least] = fields.map((field) =>
      options.fields.includes(field) ? resource.root.at("spec", field) : undefined,
    );
    const title = titleOf(resource);
    const both = options.shared ? podsSharedWith(resource, { uri, document }, workspace) : undefined;
    if (both) yield sharedHit(resource, both);
    if (most && podCountOf(most)?.value === 0) {
      const says = `allows ${most.scalar?.text} of its pods to be unavailable`;
      yield { at: most, data: { title, says, result: never }, peers: peers.maxUnavailable };
    }
    const wanted = podCountOf(least);
    if (!least || !wanted) return;
    if (wanted.percent && wanted.value === 100) {
      const says = "requires 100% of its pods to be available";
      yield { at: least, data: { title, says, result: never }, peers: peers.minAvailable };
      return;
    }
    const guarded = guardedBy(resource, workspace, uri);
    if (guarded.some((facts) => isSaidElsewhere(workspace, facts.groupKind, facts))) return;
    const pods = sumOf(guarded.map((facts) => fewestPods(workspace, facts)));
    if (!pods || countAmong(wanted, pods) < pods) return;
    const upTo = sumOf(guarded.map((facts) => mostPods(workspace, facts) ?? facts.pod.replicas));
    const isScaled = upTo !== undefined && pods < upTo && countAmong(wanted, upTo) < upTo;
    const required = `requires ${wanted.value}${wanted.percent ? "%" : ""} of its pods to be available`;
    const says = isScaled ? required : `${required}, but there ${pods === 1 ? "is" : "are"} only ${pods}`;
    const result = isScaled
      ? `no node with one can be drained while only ${pods} ${pods === 1 ? "runs" : "run"}`
      : never;
    const related = guarded.map(({ place }) => ({ at: place, message: "These are its pods." }));
    yield { at: least, data: { title, says, result }, related, peers: peers.minAvailable };
  },

  message: ({ title, says, result }) => `${title} ${says}, so ${result}.`,

  fixes: [
    {
      // Review: from now on a pod can be evicted; if it is the only one, nothing answers meanwhile.
      class: "review",
      title: () => "Allow one pod to be evicted at a time",
      edits: ({ at }, edit) => {
        const field = at.path.at(-1);
        if (field === "maxUnavailable") return [edit.setValue(at, 1)];
        return field === "minAvailable"
          ? [edit.renameKey(at, "maxUnavailable"), edit.setValue(at, 1)]
          : undefined;
      },
    },
  ],
});

const never = "a node that runs one of them can never be drained";

/** The eviction API refuses a pod with two budgets. */
function sharedHit(resource: Resource, { workload, other }: SharedPods) {
  const kind = workload.groupKind.slice(workload.groupKind.indexOf("/") + 1);
  const says = `selects pods that PodDisruptionBudget "${other.name}" selects, too (${kind} "${workload.name ?? ""}")`;
  return {
    at: resource.root.at("spec", "selector")!,
    onKey: true,
    data: { title: titleOf(resource), says, result: "none of them can be evicted" },
    related: [{ at: other.place, message: "This is the other budget." }],
  };
}

function sumOf(counts: readonly (number | undefined)[]): number | undefined {
  return counts.length === 0 || counts.includes(undefined)
    ? undefined
    : counts.reduce<number>((sum, count) => sum + count!, 0);
}

/** The workloads whose pods a budget counts; none where it may count others that are not known. */
function guardedBy(resource: Resource, workspace: WorkspaceView, uri: string): readonly WorkloadFacts[] {
  const at = resource.root.at("spec", "selector");
  const selector = at?.isMap ? readSelector(at) : undefined;
  const { labels, namespace } = workspace.kustomize(uri);
  // What an empty selector takes, custom resources of the namespace may have made.
  if (!selector || selector.length === 0 || labels || namespace || resource.namespace === undefined) {
    return selector && selector.length > 0 && !labels && !namespace
      ? besideIt(workspace.selectedBy(selector, undefined).workloads, uri)
      : [];
  }
  const selected = workspace.selectedBy(selector, resource.namespace);
  return selected.unknown ? [] : selected.workloads;
}

/** Where no namespace is written down, those of the same file are meant. */
function besideIt(workloads: readonly WorkloadFacts[], uri: string): readonly WorkloadFacts[] {
  return workloads.every(({ place }) => place.uri === uri) ? workloads : [];
}
