import { autoscalerOf } from "../../kubernetes/autoscalers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { number } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "autoscaler-replicas-too-few",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  presetOptions: { "kube-linter": { minimum: 3 } },
  peers: {
    "kube-linter": ["hpa-minimum-three-replicas"],
    "kube-score": ["horizontalpodautoscaler-replicas"],
    polaris: ["hpaMinAvailability"],
  },
  summary: "An autoscaler may leave a single pod.",
  why: "When there is little to do, the one pod that is left moves to another node and answers nobody meanwhile.",
  links: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
  options: { minimum: number("The fewest replicas.", 2) },
  on: kinds("autoscaling/HorizontalPodAutoscaler"),

  *check(resource, { options }) {
    const scaling = autoscalerOf(resource);
    // None at all is meant so.
    if (!scaling?.min || options.minimum <= scaling.min) return;
    const at = resource.root.at("spec", "minReplicas") ?? resource.anchor;
    const { min, max } = scaling;
    yield { at, data: { title: titleOf(resource), root: resource.root, min, max, minimum: options.minimum } };
  },

  message: ({ title, min }) =>
    min === 1
      ? `${title} scales down to a single pod, so nobody is answered while that moves to another node.`
      : `${title} scales down to ${min} pods, which is less than is wanted.`,

  fixes: [
    {
      // Review: more pods run when there is little to do.
      class: "review",
      title: ({ minimum }) => `Keep ${minimum} pods at least`,
      edits: ({ data: { root, minimum, max } }, edit) =>
        // It must be left something to scale.
        max === undefined || max <= minimum
          ? undefined
          : [edit.set(root, ["spec", "minReplicas"], minimum, { before: ["maxReplicas"] })],
    },
  ],
});
