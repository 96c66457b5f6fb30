import { defineRule } from "../../rule/rule.ts";
import { missingAmount, requestOptions } from "../shared/missing-amount.ts";

export default defineRule({
  id: "cpu-request-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: {
    recommended: { jobs: false },
    "kube-linter": { every: true, initContainers: true, explicit: true },
  },
  peers: {
    "kube-linter": ["unset-cpu-requirements"],
    "kube-score": ["container-resources"],
    polaris: ["cpuRequestsMissing"],
    trivy: ["KSV-0015"],
    checkov: ["CKV_K8S_10"],
    kubescape: ["C-0050", "C-0268"],
  },
  summary: "A container has no CPU request.",
  why: "The scheduler places it as if it needed no CPU, and on a busy node it gets the smallest share.",
  links: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
  options: requestOptions,
  message: ({ name, counterpart }) =>
    counterpart === undefined
      ? `Container ${name} has no CPU request, so it gets the smallest share of CPU on a busy node.`
      : `Container ${name} has no CPU request, so the scheduler reserves its whole CPU limit of ${counterpart}.`,
  ...missingAmount("requests", "cpu", "100m"),
});
