import { defineRule } from "../../rule/rule.ts";
import { missingAmount, requestOptions } from "../shared/missing-amount.ts";

export default defineRule({
  id: "memory-request-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: {
    "kube-score": ["container-resources"],
    polaris: ["memoryRequestsMissing"],
    trivy: ["KSV-0016"],
    checkov: ["CKV_K8S_12"],
    kubescape: ["C-0004", "C-0269"],
  },
  summary: "A container has no memory request.",
  why: "The scheduler can place it on a node without free memory, and it is among the first to be evicted there.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    "https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",
  ],
  options: requestOptions,
  message: ({ name, counterpart }) =>
    counterpart === undefined
      ? `Container ${name} has no memory request, so it is among the first to be evicted when the node runs low on memory.`
      : `Container ${name} has no memory request, so the scheduler reserves its whole memory limit of ${counterpart}.`,
  ...missingAmount("requests", "memory", "128Mi"),
});
