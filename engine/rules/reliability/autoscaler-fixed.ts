import { placeholder } from "../../edits/edit.ts";
import { autoscalerOf } from "../../kubernetes/autoscalers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "autoscaler-fixed",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { polaris: ["hpaMaxAvailability"] },
  summary: "An autoscaler's minReplicas is not below its maxReplicas.",
  why: "With equal values, the number of replicas never changes. If minReplicas is higher, the API server rejects the object.",
  links: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
  on: kinds("autoscaling/HorizontalPodAutoscaler"),

  *check(resource) {
    const { min, max } = autoscalerOf(resource) ?? {};
    const at = resource.root.at("spec", "maxReplicas");
    if (!at || min === undefined || max === undefined || min < max) return;
    const isDefault = !resource.root.at("spec", "minReplicas");
    yield { at, data: { title: titleOf(resource), min, max, isDefault, root: resource.root } };
  },

  message: ({ title, min, max, isDefault }) => {
    const minimum = `minReplicas ${min}${isDefault ? " (the default)" : ""}`;
    // The API server requires maxReplicas to be at least 1.
    return min === max && 0 < max
      ? `${title} has ${minimum} and maxReplicas ${max}, so it never scales.`
      : `${title} has ${minimum} but maxReplicas ${max}, so the API server rejects it.`;
  },

  fixClasses: ["template"],
  *fixes({ data: { root, min } }, edit) {
    // Template: only the user knows how many pods the cluster and its backends can handle.
    yield {
      class: "template",
      title: "Raise maxReplicas above minReplicas",
      edits: [edit.set(root, ["spec", "maxReplicas"], placeholder(2 * min))],
    };
  },
});
