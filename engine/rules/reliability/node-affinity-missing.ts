import { placeholder } from "../../edits/edit.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

/** Whether one of the simpler fields selects the nodes. */
function selectsNodes(pod: Value): boolean {
  return 0 < (pod.at("nodeSelector")?.entries().length ?? 0) || !isUnset(pod, "nodeName");
}

const requiredTerms = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];

export default defineRule({
  id: "node-affinity-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // Most clusters have only one kind of node.
  presets: [],
  presetOptions: { "kube-linter": { affinityOnly: true } },
  peers: { "kube-linter": ["no-node-affinity"] },
  summary: "A workload does not restrict the nodes that it can run on.",
  why: "In a cluster with different kinds of nodes, it can be scheduled on a node with the wrong CPU architecture or disk.",
  links: ["https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity"],
  options: { affinityOnly: flag("Also report workloads that have only a nodeSelector or nodeName.", false) },
  on: workloads,

  *check(workload, { options }) {
    const { kind, pod, anchor } = workload;
    if (!isUnset(pod, "affinity", "nodeAffinity")) return;
    const isSelected = selectsNodes(pod);
    if (!options.affinityOnly && isSelected) return;
    yield {
      at: anchor,
      data: { title: titleOf(workload), pods: kind === "Pod" ? "it" : "its pods", pod, isSelected },
    };
  },

  message: ({ title, pods, isSelected }) =>
    isSelected
      ? `${title} has no node affinity, so only its nodeSelector or nodeName restricts where ${pods} can run.`
      : `${title} has no node affinity or nodeSelector, so ${pods} can be scheduled on nodes with the wrong CPU architecture or hardware.`,

  fixClasses: ["template"],
  *fixes({ data: { pod } }, edit) {
    // Template: only the user knows which nodes are suitable.
    yield {
      class: "template",
      title: "Add a node affinity that requires kubernetes.io/arch: amd64 (starting value)",
      edits: [
        edit.set(
          pod,
          requiredTerms,
          {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: "kubernetes.io/arch", operator: "In", values: [placeholder("amd64")] },
                ],
              },
            ],
          },
          { before: ["initContainers", "containers"] },
        ),
      ],
    };
  },
});
