import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "disruption-budget-without-policy",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { "kube-score": ["poddisruptionbudget-has-policy"] },
  summary: "A PodDisruptionBudget does not say how many pods may go.",
  why: "The controller then allows none, so draining a node waits forever.",
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
    `${title} has neither maxUnavailable nor minAvailable, so it lets no pod go and nodes cannot be drained.`,

  fixes: [
    {
      // Review: from now on a pod may be taken away.
      class: "review",
      title: () => "Let one pod go at a time",
      edits: ({ data: { root } }, edit) => [
        edit.set(root, ["spec", "maxUnavailable"], 1, { before: ["selector"] }),
      ],
    },
  ],
});
