import { nameOf, quotedName } from "../../kubernetes/containers.ts";
import { containersWithout, otherAmount } from "../../kubernetes/resources.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

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
  summary: "A container requests no memory.",
  why: "The scheduler may put it on a node that is full, and it is among the first to be evicted there.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    "https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/",
  ],
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
    for (const container of containersWithout(workload, "requests", "memory", options))
      yield { at: nameOf(container), data: { name: quotedName(container), owner: container.value } };
  },

  message: ({ name }) =>
    `Container ${name} requests no memory, so it may land on a full node and is among the first to be evicted.`,

  fixes: [
    {
      // Template: only measurements tell how much it needs.
      class: "template",
      title: () => "Request memory",
      edits: ({ data: { owner } }, edit) => [
        edit.set(
          owner,
          ["resources", "requests", "memory"],
          placeholder(otherAmount(owner, "requests", "memory") ?? "128Mi"),
        ),
      ],
    },
  ],
});
