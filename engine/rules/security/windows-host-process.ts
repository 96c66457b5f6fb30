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
    const settings = securitySettings(workload, "windowsOptions", "hostProcess");
    const all = settings.flatMap(({ value }) => (value.value === true ? [value] : []));
    for (const { subject, value } of settings)
      if (value.value === true) yield { at: value, data: { subject, all } };
  },

  message: ({ subject }) =>
    `${subject} sets hostProcess to true, so an attacker who compromises it can take over the node.`,

  fixClasses: ["review"],
  *fixes({ data: { all } }, edit) {
    // Review: node agents often need the access. The API server rejects a pod if only some containers set it.
    yield {
      class: "review",
      title: all.length === 1 ? "Set hostProcess to false" : "Set hostProcess to false for the whole pod",
      edits: all.map((value) => edit.setValue(value, false)),
    };
  },
});
