import { isSparedAsWindows } from "../../kubernetes/pod-security.ts";
import { literal } from "../../kubernetes/resource.ts";
import { securitySettings } from "../../kubernetes/security-context.ts";
import { podSecurityOption, podSecurityPresets } from "../../lint/pod-security.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "seccomp-unconfined",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict", "pod-security-baseline", "pod-security-restricted"],
  presetOptions: podSecurityPresets,
  peers: {
    polaris: ["linuxHardening"],
    trivy: ["KSV-0104"],
    checkov: ["CKV_K8S_31"],
    kubescape: ["C-0210"],
    "pod-security-standards": ["seccompProfile_baseline", "seccompProfile_restricted"],
  },
  standards: { cis: ["5.6.2"], nsa: ["Hardening container environments"] },
  summary: "A pod or container switches seccomp off.",
  why: "Holes in the kernel are reached through rare system calls, which the runtime's default profile blocks.",
  links: [
    "https://kubernetes.io/docs/tutorials/security/seccomp/",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  ],
  options: podSecurityOption,
  hardens: "container",
  on: workloads,

  *check(workload, { options, settings }) {
    if (isSparedAsWindows(workload, options.podSecurity, settings.kubernetesVersion)) return;
    for (const { subject, value } of securitySettings(workload, "seccompProfile", "type")) {
      const type = literal(value);
      if (type === undefined || type === "RuntimeDefault" || type === "Localhost") continue;
      yield { at: value, data: { subject, type } };
    }
  },

  message: ({ subject, type }) =>
    type === "Unconfined"
      ? `${subject} switches seccomp off, so a break-in reaches every system call of the node's kernel.`
      : `${subject} asks for the seccomp profile "${type}", which the API does not know, so it is rejected.`,

  fixes: [
    {
      // Review: a program that makes a blocked system call fails.
      class: "review",
      title: () => "Use the runtime's default seccomp profile",
      edits: ({ at }, edit) => [edit.setValue(at, "RuntimeDefault")],
    },
  ],
});
