import { nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isOneShot } from "../../kubernetes/pods.ts";
import { containersWithout, otherAmount } from "../../kubernetes/resources.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { isSetByDefault } from "../../workspace/default-resources.ts";

export default defineRule({
  id: "cpu-limit-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  // Idle CPU is lost when nobody may use it, and requests keep the shares fair, so most teams want none of these limits.
  presets: [],
  peers: {
    "kube-score": ["container-resources"],
    polaris: ["cpuLimitsMissing"],
    trivy: ["KSV-0011"],
    checkov: ["CKV_K8S_11"],
    kubescape: ["C-0009", "C-0050", "C-0270"],
  },
  summary: "A container has no CPU limit.",
  why: "It may use all the CPU that its node has left, so how fast it is depends on its neighbors.",
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
    if (!options.every && isSetByDefault(workload, "limits", "cpu", workspace, uri)) return;
    if (!options.jobs && isOneShot(workload)) return;
    for (const container of containersWithout(workload, "limits", "cpu", options)) {
      const request = otherAmount(container.value, "limits", "cpu");
      yield { at: nameOf(container), data: { name: quotedName(container), owner: container.value, request } };
    }
  },

  message: ({ name }) =>
    `Container ${name} has no CPU limit, so it can use all the CPU that its node has left.`,
  together: {
    group: "resources",
    part: "CPU limit",
    fix: (all) => `Set the ${all}`,
  },

  fixes: [
    {
      // Template: a limit that is too low throttles it, and only measurements tell which is.
      class: "template",
      title: () => "Limit CPU",
      edits: ({ data: { owner, request } }, edit) => [
        edit.set(owner, ["resources", "limits", "cpu"], placeholder(request ?? "500m")),
      ],
    },
  ],
});
