import { nameOf, quotedName } from "../../kubernetes/containers.ts";
import { containersWithout, otherAmount } from "../../kubernetes/resources.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "cpu-request-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { every: true, initContainers: true, explicit: true } },
  peers: {
    "kube-linter": ["unset-cpu-requirements"],
    "kube-score": ["container-resources"],
    polaris: ["cpuRequestsMissing"],
    trivy: ["KSV-0015"],
    checkov: ["CKV_K8S_10"],
    kubescape: ["C-0050", "C-0268"],
  },
  summary: "A container requests no CPU.",
  why: "The scheduler then takes it for free, and it gets the least when its node is busy.",
  links: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
  options: {
    initContainers: flag("Asks init containers as well, which run once and before all others.", false),
    explicit: flag("Takes no limit for a request, although requests default to limits.", false),
    every: flag(
      "Asks those as well that only hold the place of their pod, and Istio's injected proxies.",
      false,
    ),
  },
  on: workloads,

  *check(workload, { options }) {
    for (const container of containersWithout(workload, "requests", "cpu", options))
      yield { at: nameOf(container), data: { name: quotedName(container), owner: container.value } };
  },

  message: ({ name }) =>
    `Container ${name} requests no CPU, so it is placed as if it needed none and starves first on a busy node.`,

  fixes: [
    {
      // Template: only measurements tell how much it needs.
      class: "template",
      title: () => "Request CPU",
      edits: ({ data: { owner } }, edit) => [
        edit.set(
          owner,
          ["resources", "requests", "cpu"],
          placeholder(otherAmount(owner, "requests", "cpu") ?? "100m"),
        ),
      ],
    },
  ],
});
