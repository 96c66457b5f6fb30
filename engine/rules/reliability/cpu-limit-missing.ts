import { defineRule } from "../../rule/rule.ts";
import { limitOptions, missingAmount } from "../shared/missing-amount.ts";

export default defineRule({
  id: "cpu-limit-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  // Most teams do not set CPU limits: requests share CPU fairly, and a limit leaves idle CPU unused.
  presets: [],
  peers: {
    "kube-score": ["container-resources"],
    polaris: ["cpuLimitsMissing"],
    trivy: ["KSV-0011"],
    checkov: ["CKV_K8S_11"],
    kubescape: ["C-0009", "C-0050", "C-0270"],
  },
  summary: "A container has no CPU limit.",
  why: "It can use all spare CPU on its node, so its speed depends on the other pods there.",
  links: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
  options: limitOptions,
  message: ({ name }) =>
    `Container ${name} has no CPU limit, so it can use up the node's spare CPU and slow down other pods.`,
  ...missingAmount("limits", "cpu", "500m"),
});
