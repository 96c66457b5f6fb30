import { isLongRunning, titleOf } from "../../kubernetes/pods.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

/** Annotations of pods that a release tool runs once, and of the kubelet's static pods. */
const managedAnnotation = /^(?:helm\.sh\/hook|argocd\.argoproj\.io\/hook|kubernetes\.io\/config\.)/;

export default defineRule({
  id: "naked-pod",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0073"] },
  summary: "A long-running Pod has no controller.",
  why: "If its node fails or is drained, nothing recreates the Pod. It also cannot be updated with a rollout.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/overview/#naked-pods-vs-replicasets-deployments-and-jobs",
  ],
  on: workloads,

  *check(workload) {
    const { kind, root, anchor, pod } = workload;
    // With a nodeName, it is probably a static pod of the kubelet.
    if (kind !== "Pod" || !isLongRunning(workload) || pod.at("nodeName")) return;
    if (root.at("metadata", "ownerReferences")) return;
    if (
      root
        .at("metadata", "annotations")
        ?.entries()
        .some(({ name }) => managedAnnotation.test(name))
    )
      return;
    yield { at: anchor, data: { title: titleOf(workload) } };
  },

  message: ({ title }) =>
    `${title} has no controller, so nothing recreates it if its node fails or is drained.`,
});
