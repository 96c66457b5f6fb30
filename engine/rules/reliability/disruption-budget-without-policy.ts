import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "disruption-budget-without-policy",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["poddisruptionbudget-has-policy"] },
  summary: "A PodDisruptionBudget sets neither maxUnavailable nor minAvailable.",
  why: "The disruption controller then allows no evictions, so draining a node waits forever.",
  links: [
    "https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget",
    "https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/disruption/disruption.go",
  ],
  on: kinds("policy/PodDisruptionBudget"),

  *check(resource) {
    const { root, anchor } = resource;
    if (!root.at("spec")?.isMap) return;
    if (!isUnset(root, "spec", "minAvailable") || !isUnset(root, "spec", "maxUnavailable")) return;
    yield { at: anchor, data: { title: titleOf(resource), root } };
  },

  message: ({ title }) =>
    `${title} sets neither maxUnavailable nor minAvailable, so a node that runs one of its pods cannot be drained.`,

  fixClasses: ["review"],
  *fixes({ data: { root } }, edit) {
    // Review: a pod can be evicted.
    yield {
      class: "review",
      title: "Set maxUnavailable to 1 (allows one pod to be evicted at a time)",
      edits: [edit.set(root, ["spec", "maxUnavailable"], 1, { before: ["selector"] })],
    };
  },
});
