import { nameOf, quotedName } from "../../kubernetes/containers.ts";
import { containersWithout, otherAmount } from "../../kubernetes/resources.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "memory-limit-missing",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { every: true, initContainers: true } },
  peers: {
    "kube-linter": ["unset-memory-requirements"],
    "kube-score": ["container-resources"],
    polaris: ["memoryLimitsMissing"],
    trivy: ["KSV-0018"],
    checkov: ["CKV_K8S_13"],
    kubescape: ["C-0004", "C-0009", "C-0271"],
  },
  summary: "A container has no memory limit.",
  why: "A leak in it then takes the memory of its neighbours, and the kernel ends any process of the node.",
  links: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
  options: {
    initContainers: flag("Asks init containers as well, which run once and before all others.", false),
    every: flag(
      "Asks those as well that only hold the place of their pod, and Istio's injected proxies.",
      false,
    ),
  },
  on: workloads,

  *check(workload, { options }) {
    for (const container of containersWithout(workload, "limits", "memory", options)) {
      const request = otherAmount(container.value, "limits", "memory");
      yield { at: nameOf(container), data: { name: quotedName(container), owner: container.value, request } };
    }
  },

  message: ({ name }) =>
    `Container ${name} has no memory limit, so a leak in it takes memory from everything on its node.`,

  fixes: [
    {
      // Template: only measurements tell how much it needs; its request is the least that makes sense.
      class: "template",
      title: ({ request }) => (request ? "Limit memory to what is requested" : "Limit memory"),
      edits: ({ data: { owner, request } }, edit) => [
        edit.set(owner, ["resources", "limits", "memory"], placeholder(request ?? "128Mi")),
      ],
    },
  ],
});
