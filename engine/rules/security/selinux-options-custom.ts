import { isContainerType } from "../../kubernetes/pod-security.ts";
import { literal } from "../../kubernetes/resource.ts";
import { securitySettings } from "../../kubernetes/security-context.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

const fields = ["type", "user", "role"] as const;

export default defineRule({
  id: "selinux-options-custom",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict", "pod-security-baseline", "pod-security-restricted"],
  peers: { trivy: ["KSV-0025"], kubescape: ["C-0211"], "pod-security-standards": ["seLinuxOptions"] },
  standards: { nsa: ["Pod security enforcement"] },
  summary: "A pod or container sets an SELinux user, role or type that is not meant for containers.",
  why: "SELinux isolates containers from the node by their type. A different type can have access to files of the node.",
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
    `${subject} runs with the SELinux ${field} ${text}, so SELinux might not prevent an attacker from escaping to the node.`,

  fixClasses: ["review"],
  *fixes({ data: { field }, at }, edit) {
    // Review: the process might need the access that its label allows.
    yield {
      class: "review",
      title: `Remove the SELinux ${field} (the runtime's default applies)`,
      edits: [edit.remove(at)],
    };
  },
});
