import { readSelector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { countAmong, podCountOf } from "../../kubernetes/replicas.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import type { WorkloadFacts } from "../../workspace/pods.ts";
import { fewestPods, isSaidElsewhere } from "../../workspace/scaling.ts";

export default defineRule({
  id: "disruption-budget-blocks",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  peers: {
    "kube-linter": ["pdb-max-unavailable", "pdb-min-available"],
    polaris: ["pdbDisruptionsIsZero", "pdbMinAvailableGreaterThanHPAMinReplicas"],
  },
  summary: "A PodDisruptionBudget lets none of its pods go.",
  why: "Draining a node then waits for ever, and the upgrade of the cluster with it.",
  links: ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/"],
  asksWorkspace: true,
  on: kinds("policy/PodDisruptionBudget"),

  *check(resource, { workspace, uri }) {
    const most = resource.root.at("spec", "maxUnavailable");
    const least = resource.root.at("spec", "minAvailable");
    const title = titleOf(resource);
    if (most && podCountOf(most)?.value === 0) {
      yield { at: most, data: { title, says: `lets ${most.scalar?.text} of its pods be unavailable` } };
    }
    const wanted = podCountOf(least);
    if (!least || !wanted) return;
    if (wanted.percent && wanted.value === 100) {
      yield { at: least, data: { title, says: "wants 100% of its pods available" } };
      return;
    }
    const guarded = guardedBy(resource, workspace, uri);
    if (guarded.some((facts) => isSaidElsewhere(workspace, facts.groupKind, facts))) return;
    const counts = guarded.map((facts) => fewestPods(workspace, facts));
    if (counts.length === 0 || counts.some((count) => !count)) return;
    const pods = counts.reduce<number>((sum, count) => sum + count!, 0);
    if (countAmong(wanted, pods) < pods) return;
    const there = pods === 1 ? "there is only one" : `there may be only ${pods}`;
    const says = `wants ${wanted.value}${wanted.percent ? "%" : ""} of its pods available, of which ${there}`;
    const related = guarded.map(({ place }) => ({ at: place, message: "These are its pods." }));
    yield { at: least, data: { title, says }, related };
  },

  message: ({ title, says }) => `${title} ${says}, so a node that has one can never be drained.`,

  fixes: [
    {
      // Review: from now on a pod may be taken away; where it is the only one, nobody is answered meanwhile.
      class: "review",
      title: () => "Let one pod go at a time",
      edits: ({ at }, edit) =>
        at.path.at(-1) === "maxUnavailable"
          ? [edit.setValue(at, 1)]
          : [edit.renameKey(at, "maxUnavailable"), edit.setValue(at, 1)],
    },
  ],
});

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
