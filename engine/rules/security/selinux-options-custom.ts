import { isContainerType } from "../../kubernetes/pod-security.ts";
import { literal } from "../../kubernetes/resource.ts";
import { securitySettings } from "../../kubernetes/security-context.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const fields = ["type", "user", "role"] as const;

export default defineRule({
  id: "selinux-options-custom",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict", "pod-security-baseline", "pod-security-restricted"],
  peers: { trivy: ["KSV-0025"], kubescape: ["C-0211"], "pod-security-standards": ["seLinuxOptions"] },
  standards: { nsa: ["Pod security enforcement"] },
  summary: "A pod or container asks for an SELinux identity that is not a container's.",
  why: "SELinux keeps containers from the node by the type of their processes; another type may be kept from nothing.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#assign-selinux-labels-to-a-container",
  ],
  hardens: "container",
  neededBy: "nodes",
  on: workloads,

  *check(workload, { settings }) {
    for (const { subject, value: options } of securitySettings(workload, "seLinuxOptions")) {
      for (const field of fields) {
        const value = options.at(field);
        const text = literal(value);
        if (!value || text === undefined) continue;
        if (field === "type" && isContainerType(text, settings.kubernetesVersion)) continue;
        yield { at: value, data: { subject, field, text } };
      }
    }
  },

  message: ({ subject, field, text }) =>
    `${subject} runs with the SELinux ${field} ${text}, so what keeps containers from the node may not hold it.`,

  fixes: [
    {
      // Review: the process may rely on what its label allowed.
      class: "review",
      title: ({ field }) => `Leave the SELinux ${field} to the runtime`,
      edits: ({ at }, edit) => [edit.remove(at)],
    },
  ],
});
