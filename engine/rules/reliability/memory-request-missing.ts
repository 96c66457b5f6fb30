import { nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isOneShot } from "../../kubernetes/pods.ts";
import { containersWithout, isLimitedToZero, otherAmount } from "../../kubernetes/resources.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { isSetByDefault } from "../../workspace/default-resources.ts";

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
    jobs: flag("Report Jobs and other pods that run to completion, too.", true),
    initContainers: flag("Report init containers, too, which run once and before all others.", false),
    explicit: flag("Report containers with a limit only, although requests default to limits.", false),
    every: flag(
      "Report containers that only hold the place of their pod, Istio's injected proxies and what a LimitRange covers, too.",
      false,
    ),
  },
  asksWorkspace: true,
  on: workloads,

  *check(workload, { options, workspace, uri }) {
    if (!options.every && isSetByDefault(workload, "requests", "memory", workspace, uri)) return;
    if (!options.jobs && isOneShot(workload)) return;
    for (const container of containersWithout(workload, "requests", "memory", options))
      yield { at: nameOf(container), data: { name: quotedName(container), owner: container.value } };
  },

  message: ({ name }) =>
    `Container ${name} has no memory request, so it can be placed on a full node and is among the first to be evicted.`,
  together: {
    group: "resources",
    part: "memory request",
    fix: (all) => `Set the ${all}`,
  },

  fixes: [
    {
      // Template: only measurements tell how much it needs.
      class: "template",
      title: () => "Request memory",
      edits: ({ data: { owner } }, edit) =>
        isLimitedToZero(owner, "memory")
          ? undefined
          : [
              edit.set(
                owner,
                ["resources", "requests", "memory"],
                placeholder(otherAmount(owner, "requests", "memory") ?? "128Mi"),
              ),
            ],
    },
  ],
});
