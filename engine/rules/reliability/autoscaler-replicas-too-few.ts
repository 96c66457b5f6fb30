import { autoscalerOf } from "../../kubernetes/autoscalers.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { hasCountedPods } from "../../kubernetes/replicas.ts";
import { number } from "../../rule/options.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

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
  summary: "An autoscaler can scale a workload down to a single pod.",
  why: "While that pod moves to another node, no pod answers requests.",
  links: ["https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"],
  options: { minimum: number("The lowest value of minReplicas that is not reported.", 2) },
  on: kinds("autoscaling/HorizontalPodAutoscaler"),

  *check(resource, { options }) {
    const scaling = autoscalerOf(resource);
    // Scaling to zero is intended.
    if (!scaling?.min || options.minimum <= scaling.min) return;
    const at = resource.root.at("spec", "minReplicas") ?? resource.anchor;
    const { min, max, target } = scaling;
    // A replica of another kind can be several pods, such as those of a LeaderWorkerSet.
    const unit = hasCountedPods(target.kind) ? "pod" : "replica";
    const data = { title: titleOf(resource), root: resource.root, min, max, minimum: options.minimum };
    yield { at, data: { ...data, unit, target: `${target.kind} "${target.name}"`.trim() } };
  },

  message: ({ title, target, unit, min, minimum }) =>
    min === 1
      ? `${title} can scale ${target} down to a single ${unit}, so it is unavailable while that ${unit} moves to another node.`
      : `${title} can scale ${target} down to ${min} ${unit}s, fewer than the configured minimum of ${minimum}.`,

  fixClasses: ["review"],
  *fixes({ data: { minimum, root, max } }, edit) {
    if (max !== undefined && max > minimum) {
      // Review: more pods run under low load.
      yield {
        class: "review",
        title: `Set minReplicas to ${minimum}`,
        edits: [edit.set(root, ["spec", "minReplicas"], minimum, { before: ["maxReplicas"] })],
      };
    }
  },
});
