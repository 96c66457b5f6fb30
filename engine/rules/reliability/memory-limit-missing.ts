import { nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isOneShot } from "../../kubernetes/pods.ts";
import { containersWithout, otherAmount } from "../../kubernetes/resources.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { isSetByDefault } from "../../workspace/default-resources.ts";

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
  why: "A leak in it then takes the memory of its neighbors, and the kernel ends any process of the node.",
  links: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
  options: {
    jobs: flag("Report Jobs and other pods that run to completion, too.", true),
    initContainers: flag("Report init containers, too, which run once and before all others.", false),
    every: flag(
      "Report containers that only hold the place of their pod, Istio's injected proxies and what a LimitRange covers, too.",
      false,
    ),
  },
  asksWorkspace: true,
  on: workloads,

  *check(workload, { options, workspace, uri }) {
    if (!options.every && isSetByDefault(workload, "limits", "memory", workspace, uri)) return;
    if (!options.jobs && isOneShot(workload)) return;
    for (const container of containersWithout(workload, "limits", "memory", options)) {
      const request = otherAmount(container.value, "limits", "memory");
      yield { at: nameOf(container), data: { name: quotedName(container), owner: container.value, request } };
    }
  },

  message: ({ name }) =>
    `Container ${name} has no memory limit, so a memory leak can starve other pods on the node.`,
  together: {
    group: "resources",
    part: "memory limit",
    fix: (all) => `Set the ${all}`,
  },

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
