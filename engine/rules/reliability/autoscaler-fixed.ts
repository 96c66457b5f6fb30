import { autoscalerOf } from "../../kubernetes/autoscalers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "autoscaler-fixed",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { polaris: ["hpaMaxAvailability"] },
  summary: "An autoscaler has nothing to scale between.",
  why: "It cannot follow the load; where the fewest are more than the most, the API server refuses it.",
  links: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
  on: kinds("autoscaling/HorizontalPodAutoscaler"),

  *check(resource) {
    const { min, max } = autoscalerOf(resource) ?? {};
    const at = resource.root.at("spec", "maxReplicas");
    if (!at || min === undefined || max === undefined || min < max) return;
    yield { at, data: { title: titleOf(resource), min, max, root: resource.root } };
  },

  message: ({ title, min, max }) =>
    min === max
      ? `${title} has ${min} as the fewest and the most replicas, so it never scales.`
      : `${title} has at least ${min} but at most ${max} replicas, so the API server refuses it.`,

  fixes: [
    {
      // Template: how much the cluster and what lies behind can bear, a person knows.
      class: "template",
      title: () => "Raise maxReplicas",
      edits: ({ data: { root, min } }, edit) => [
        edit.set(root, ["spec", "maxReplicas"], placeholder(2 * min)),
      ],
    },
  ],
});
