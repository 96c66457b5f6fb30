import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const required = ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"];

export default defineRule({
  id: "node-affinity-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // Where all nodes are alike there is nothing to say.
  presets: [],
  peers: { "kube-linter": ["no-node-affinity"] },
  summary: "A workload does not say on which nodes it may run.",
  why: "On a cluster of unlike nodes it may land on one whose processor or disk does not suit it.",
  links: ["https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity"],
  on: workloads,

  *check(workload) {
    const { pod, anchor } = workload;
    if (!isUnset(pod, "affinity", "nodeAffinity")) return;
    yield { at: anchor, data: { title: titleOf(workload), pod } };
  },

  message: ({ title }) => `${title} has no node affinity, so its pods may land on any node that has room.`,

  fixes: [
    {
      // Template: which nodes suit it, a person knows.
      class: "template",
      title: () => "Require nodes by a label",
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
