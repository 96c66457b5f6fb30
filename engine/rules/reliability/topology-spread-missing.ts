import { isUnset } from "../../kubernetes/fields.ts";
import { isLongRunning, titleOf } from "../../kubernetes/pods.ts";
import { ownLabels, spreadConstraint, spreadPlace } from "../../kubernetes/spreading.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "topology-spread-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // The scheduler has defaults, and pod anti-affinity spreads pods as well.
  presets: [],
  peers: { polaris: ["topologySpreadConstraint"] },
  summary: "A workload has no topology spread constraints.",
  why: "The cluster's defaults then decide how many of its pods a failure of one node or zone takes down.",
  links: ["https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"],
  on: workloads,

  *check(workload) {
    const { kind, pod } = workload;
    // A DaemonSet runs one pod on each node, and a Pod cannot be spread.
    if (!isLongRunning(workload) || kind === "DaemonSet" || kind === "Pod") return;
    if (!isUnset(pod, "topologySpreadConstraints")) return;
    // A single pod has nothing to be spread from. Without a number, an autoscaler often sets it.
    const replicas = workload.root.at("spec", "replicas")?.number;
    if (replicas !== undefined && replicas < 2) return;
    yield { at: workload.anchor, data: { title: titleOf(workload), pod, labels: ownLabels(workload) } };
  },

  message: ({ title }) =>
    `${title} has no topology spread constraints, so the cluster's defaults decide whether one node or zone failure can take down all of its pods.`,

  fixClasses: ["review"],
  *fixes({ data: { pod, labels } }, edit) {
    // Review: the pods are rescheduled.
    yield {
      class: "review",
      title: "Add a topology spread constraint (spreads pods across nodes where possible)",
      edits: labels && [
        edit.append(pod, ["topologySpreadConstraints"], spreadConstraint(labels), spreadPlace),
      ],
    };
  },
});
