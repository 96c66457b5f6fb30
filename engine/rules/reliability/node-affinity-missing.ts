import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import type { Value } from "../../kubernetes/value.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

/** Whether the pods go to nodes of their own choice by one of the older fields. */
function isPlaced(pod: Value): boolean {
  return 0 < (pod.at("nodeSelector")?.entries().length ?? 0) || !isUnset(pod, "nodeName");
}

const required = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];

export default defineRule({
  id: "node-affinity-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // Where all nodes are alike there is nothing to say.
  presets: [],
  presetOptions: { "kube-linter": { affinityOnly: true } },
  peers: { "kube-linter": ["no-node-affinity"] },
  summary: "A workload does not say on which nodes it can run.",
  why: "On a cluster with different kinds of nodes, it can be placed on one whose processor or disk does not suit it.",
  links: ["https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity"],
  options: { affinityOnly: flag("Take no nodeSelector or nodeName for a placement.", false) },
  on: workloads,

  *check(workload, { options }) {
    const { pod, anchor } = workload;
    if (!isUnset(pod, "affinity", "nodeAffinity")) return;
    if (!options.affinityOnly && isPlaced(pod)) return;
    yield { at: anchor, data: { title: titleOf(workload), pod } };
  },

  message: ({ title }) =>
    `${title} has no node affinity or nodeSelector, so its pods can be placed on any node that has room.`,

  fixes: [
    {
      // Template: which nodes suit it, a person knows.
      class: "template",
      title: () => "Require nodes with a label",
      edits: ({ data: { pod } }, edit) => [
        edit.set(
          pod,
          required,
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
    },
  ],
});
