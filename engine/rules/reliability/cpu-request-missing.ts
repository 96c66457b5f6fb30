import { nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isOneShot } from "../../kubernetes/pods.ts";
import { containersWithout, isLimitedToZero, otherAmount } from "../../kubernetes/resources.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { isSetByDefault } from "../../workspace/default-resources.ts";

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
  summary: "A container requests no CPU.",
  why: "The scheduler then takes it for free, and it gets the least when its node is busy.",
  links: ["https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/"],
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
    if (!options.every && isSetByDefault(workload, "requests", "cpu", workspace, uri)) return;
    if (!options.jobs && isOneShot(workload)) return;
    for (const container of containersWithout(workload, "requests", "cpu", options))
      yield { at: nameOf(container), data: { name: quotedName(container), owner: container.value } };
  },

  message: ({ name }) =>
    `Container ${name} has no CPU request, so it is placed as if it needed no CPU and gets the least on a busy node.`,
  together: {
    group: "resources",
    part: "CPU request",
    fix: (all) => `Set the ${all}`,
  },

  fixes: [
    {
      // Template: only measurements tell how much it needs.
      class: "template",
      title: () => "Request CPU",
      edits: ({ data: { owner } }, edit) =>
        isLimitedToZero(owner, "cpu")
          ? undefined
          : [
              edit.set(
                owner,
                ["resources", "requests", "cpu"],
                placeholder(otherAmount(owner, "requests", "cpu") ?? "100m"),
              ),
            ],
    },
  ],
});
