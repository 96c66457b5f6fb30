import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "disruption-budget-unhealthy-eviction",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  peers: { "kube-linter": ["pdb-unhealthy-pod-eviction-policy"] },
  summary: "A PodDisruptionBudget keeps pods that do not work.",
  why: "A pod that crashes again and again counts as unavailable, so draining its node waits until somebody fixes it.",
  links: ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy"],
  on: kinds("policy/PodDisruptionBudget"),

  *check(resource, { settings }) {
    const { root, anchor, apiVersion } = resource;
    // Only this version has the field, and clusters know it by default since 1.27.
    if (apiVersion !== "policy/v1" || !isAtLeast(settings.kubernetesVersion, "1.27")) return;
    if (!root.at("spec")?.isMap || !isUnset(root, "spec", "unhealthyPodEvictionPolicy")) return;
    yield { at: anchor, data: { title: titleOf(resource), root } };
  },

  message: ({ title }) =>
    `${title} has no unhealthyPodEvictionPolicy, so a pod that does not work may keep its node from being drained.`,

  fixes: [
    {
      // Review: pods that are not ready are taken away although the budget is used up.
      class: "review",
      title: () => "Let pods that do not work go at any time",
      edits: ({ data: { root } }, edit) => [
        edit.set(root, ["spec", "unhealthyPodEvictionPolicy"], "AlwaysAllow", {
          after: ["maxUnavailable", "minAvailable"],
          before: ["selector"],
        }),
      ],
    },
  ],
});
