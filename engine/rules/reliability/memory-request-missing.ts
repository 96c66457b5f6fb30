import { nameOf } from "../../kubernetes/containers.ts";
import { containersWithout } from "../../kubernetes/resources.ts";
import { placeholder } from "../../lint/edit.ts";
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
  on: workloads,

  *check(workload) {
    for (const container of containersWithout(workload, "requests", "memory"))
      yield { at: nameOf(container), data: { name: container.name, owner: container.value } };
  },

  message: ({ name }) =>
    `Container "${name}" requests no memory, so it may land on a full node and is among the first to be evicted.`,

  fixes: [
    {
      // Template: only measurements tell how much it needs.
      class: "template",
      title: () => "Request memory",
      edits: ({ data: { owner } }, edit) => [
        edit.set(owner, ["resources", "requests", "memory"], placeholder("128Mi")),
      ],
    },
  ],
});
