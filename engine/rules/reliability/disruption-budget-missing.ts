import { addBudget } from "../../edits/budget.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { replicasOf } from "../../kubernetes/replicas.ts";
import { ownLabels } from "../../kubernetes/spreading.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { coversOthers, isGuarded } from "../../workspace/budgets.ts";
import { autoscalersOf } from "../../workspace/scaling.ts";

/** Without ReplicaSets and ReplicationControllers, which usually belong to another workload. */
const guardedKinds: ReadonlySet<string> = new Set([
  "Deployment",
  "DeploymentConfig",
  "Rollout",
  "StatefulSet",
]);

export default defineRule({
  id: "disruption-budget-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: {
    "kube-score": ["deployment-has-poddisruptionbudget", "statefulset-has-poddisruptionbudget"],
    polaris: ["missingPodDisruptionBudget"],
  },
  summary: "A workload with several replicas has no PodDisruptionBudget.",
  why: "Draining nodes, for example for a cluster upgrade, can then evict all of its pods at once.",
  links: ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/"],
  on: inWorkspace(workloads),

  *check(workload, { workspace, uri }) {
    if (!guardedKinds.has(workload.kind) || isGuarded(workload, workspace)) return;
    // A budget needs labels to select the pods, and a kustomization can change them.
    const labels = ownLabels(workload);
    if (!labels || workspace.kustomize(uri).labels) return;
    const isScaled = autoscalersOf(workspace, workload).some(({ autoscaler }) => autoscaler?.max !== 1);
    const replicas = replicasOf(workload) ?? 1;
    if (replicas < 2 && !isScaled) return;
    yield {
      at: workload.anchor,
      data: { title: titleOf(workload), workload, labels, isSingle: replicas < 2 },
    };
  },

  // A workload that is written with one replica has several only because it is autoscaled.
  message: ({ title, isSingle }) =>
    `No PodDisruptionBudget in this workspace covers ${isSingle ? "autoscaled " : ""}${title}, so node drains can evict all of its pods at once.`,

  fixClasses: ["review"],
  *fixes({ data: { workload, labels } }, edit, { workspace, settings, uri }) {
    const { name, namespace } = workload;
    const isTaken =
      name !== undefined && workspace.named("policy/PodDisruptionBudget", namespace, name).length > 0;
    if (name === undefined || isTaken || coversOthers(workload, labels, workspace, uri)) return;
    // Review: a node drain waits until an evicted pod has been replaced.
    yield {
      class: "review",
      title: "Add a PodDisruptionBudget that allows one pod to be evicted at a time",
      edits: [addBudget(workload, name, labels, settings.kubernetesVersion, edit)],
    };
  },
});
