import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "disruption-budget-unhealthy-eviction",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  peers: { "kube-linter": ["pdb-unhealthy-pod-eviction-policy"] },
  summary: "A PodDisruptionBudget also protects unhealthy pods.",
  why: "By default, a pod that keeps crashing cannot be evicted while its workload has too few healthy pods. Draining its node then waits until someone fixes the pod.",
  links: ["https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy"],
  on: kinds("policy/PodDisruptionBudget"),

  *check(resource, { settings }) {
    const { root, anchor, apiVersion } = resource;
    // Only policy/v1 has the field, and clusters support it by default since 1.27.
    if (apiVersion !== "policy/v1" || !isAtLeast(settings.kubernetesVersion, "1.27")) return;
    if (!root.at("spec")?.isMap || !isUnset(root, "spec", "unhealthyPodEvictionPolicy")) return;
    yield { at: anchor, data: { title: titleOf(resource), root } };
  },

  message: ({ title }) =>
    `${title} has no unhealthyPodEvictionPolicy, so an unhealthy pod can block its node from being drained.`,

  fixClasses: ["review"],
  *fixes({ data: { root } }, edit) {
    // Review: pods that are not ready can be evicted even if the budget allows no disruption.
    yield {
      class: "review",
      title: "Set unhealthyPodEvictionPolicy to AlwaysAllow (unhealthy pods can always be evicted)",
      edits: [
        edit.set(root, ["spec", "unhealthyPodEvictionPolicy"], "AlwaysAllow", {
          after: ["maxUnavailable", "minAvailable"],
          before: ["selector"],
        }),
      ],
    };
  },
});
