import { securitySettings } from "../../kubernetes/security-context.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "windows-host-process",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-baseline", "pod-security-restricted"],
  peers: {
    polaris: ["hostProcess"],
    trivy: ["KSV-0103"],
    kubescape: ["C-0211"],
    "pod-security-standards": ["windowsHostProcess"],
  },
  standards: { cis: ["5.2.11"] },
  summary: "A Windows container runs as a HostProcess container.",
  why: "A HostProcess container uses the node's users, files, devices and network, so it is not isolated from the node.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  ],
  hardens: "container",
  neededBy: "nodes",
  on: workloads,

  *check(workload) {
    for (const { subject, value } of securitySettings(workload, "windowsOptions", "hostProcess"))
      if (value.value === true) yield { at: value, data: { subject } };
  },

  message: ({ subject }) =>
    `${subject} sets hostProcess to true, so an attacker who compromises it can take over the node.`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: node agents often need the access.
    yield { class: "review", title: "Set hostProcess to false", edits: [edit.setValue(at, false)] };
  },
});
