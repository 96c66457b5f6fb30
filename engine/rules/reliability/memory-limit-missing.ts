import { defineRule } from "../../rule/rule.ts";
import { limitOptions, missingAmount } from "../shared/missing-amount.ts";

export default defineRule({
  id: "memory-limit-missing",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { recommended: { jobs: false }, "kube-linter": { every: true, initContainers: true } },
  peers: {
    "kube-linter": ["unset-memory-requirements"],
    "kube-score": ["container-resources"],
    polaris: ["memoryLimitsMissing"],
    trivy: ["KSV-0018"],
    checkov: ["CKV_K8S_13"],
    kubescape: ["C-0004", "C-0009", "C-0271"],
  },
  summary: "A container has no memory limit.",
  why: "A memory leak can then use up the node's memory, and the kernel or the kubelet kills other pods.",
  links: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
  options: limitOptions,
  message: ({ name }) =>
    `Container ${name} has no memory limit, so a memory leak can starve other pods on the node.`,
  ...missingAmount("limits", "memory", "128Mi"),
});
