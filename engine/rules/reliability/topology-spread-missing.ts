import { isUnset } from "../../kubernetes/fields.ts";
import { isLongRunning, titleOf } from "../../kubernetes/pods.ts";
import { ownLabels, spreadConstraint, spreadPlace } from "../../kubernetes/spreading.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "topology-spread-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // The scheduler spreads the pods of every workload by itself a little, and an anti-affinity does as well.
  presets: [],
  peers: { polaris: ["topologySpreadConstraint"] },
  summary: "A workload does not say how its pods are spread over nodes and zones.",
  why: "How much of it a failing node or zone takes is then up to the defaults of the cluster.",
  links: ["https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/"],
  on: workloads,

  *check(workload) {
    const { kind, pod } = workload;
    // A DaemonSet has one pod on each node, and a Pod is one.
    if (!isLongRunning(workload) || kind === "DaemonSet" || kind === "Pod") return;
    if (!isUnset(pod, "topologySpreadConstraints")) return;
    yield { at: workload.anchor, data: { title: titleOf(workload), pod, labels: ownLabels(workload) } };
  },

  message: ({ title }) =>
    `${title} has no topology spread constraint, so how its pods are spread is up to the defaults of the cluster.`,

  fixes: [
    {
      // Review: pods are placed anew.
      class: "review",
      title: () => "Spread them over nodes where possible",
      edits: ({ data: { pod, labels } }, edit) =>
        labels && [edit.append(pod, ["topologySpreadConstraints"], spreadConstraint(labels), spreadPlace)],
    },
  ],
});
