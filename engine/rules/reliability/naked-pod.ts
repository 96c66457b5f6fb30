import { isLongRunning, titleOf } from "../../kubernetes/pods.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

/** Pods that a release tool makes for a while, and what a node's kubelet shows of its own files. */
const made = /^(?:helm\.sh\/hook|argocd\.argoproj\.io\/hook|kubernetes\.io\/config\.)/;

export default defineRule({
  id: "naked-pod",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0073"] },
  summary: "A Pod that is meant to run forever belongs to no workload.",
  why: "When its node fails or is drained, nothing makes it again, and it cannot be updated in place.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/overview/#naked-pods-vs-replicasets-deployments-and-jobs",
  ],
  on: workloads,

  *check(workload) {
    const { kind, root, anchor, pod } = workload;
    // Bound to a node, it is the file of a kubelet.
    if (kind !== "Pod" || !isLongRunning(workload) || pod.at("nodeName")) return;
    if (root.at("metadata", "ownerReferences")) return;
    if (
      root
        .at("metadata", "annotations")
        ?.entries()
        .some(({ name }) => made.test(name))
    )
      return;
    yield { at: anchor, data: { title: titleOf(workload) } };
  },

  message: ({ title }) => `${title} belongs to no workload, so nothing makes it again when its node goes.`,
});
