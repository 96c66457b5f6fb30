import type { Container } from "../../kubernetes/containers.ts";
import { isSparedAsWindows } from "../../kubernetes/pod-security.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { inherited, inheritedFaults, type Verdict } from "../../kubernetes/security-context.ts";
import { podSecurityOption, podSecurityPresets } from "../../lint/pod-security.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "seccomp-profile-missing",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "pod-security-restricted"],
  presetOptions: podSecurityPresets,
  peers: {
    "kube-score": ["container-seccomp-profile"],
    polaris: ["linuxHardening"],
    trivy: ["KSV-0030"],
    checkov: ["CKV_K8S_31"],
    kubescape: ["C-0210"],
    "pod-security-standards": ["seccompProfile_restricted"],
  },
  standards: { cis: ["5.6.2"], nsa: ["Hardening container environments"] },
  summary: "A container may make every system call of the kernel.",
  why: "Holes in the kernel are reached through rare system calls, which the runtime's default profile blocks.",
  links: [
    "https://kubernetes.io/docs/tutorials/security/seccomp/",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  ],
  options: podSecurityOption,
  hardens: "container",
  on: workloads,

  *check(workload, { options, settings }) {
    if (isSparedAsWindows(workload, options.podSecurity, settings.kubernetesVersion)) return;
    const mendable = !isWindows(workload);
    for (const fault of inheritedFaults(workload, verdictOf))
      yield { at: fault.at, data: { ...fault, mendable } };
  },

  message: ({ subject }) =>
    `${subject} has no seccomp profile, so a break-in reaches every system call of the node's kernel.`,

  fixes: [
    {
      // Review: a program that makes a blocked system call fails.
      class: "review",
      title: () => "Use the runtime's default seccomp profile",
      edits: ({ data: { owner, mendable } }, edit) =>
        mendable
          ? [
              edit.set(owner, ["securityContext", "seccompProfile", "type"], "RuntimeDefault", {
                before: ["containers", "initContainers"],
              }),
            ]
          : undefined,
    },
  ],
});

function verdictOf(container: Container): Verdict {
  const type = inherited(container, "seccompProfile", "type");
  if (type === "unset") return "missing";
  return type !== "unfinished" && type.string === "Unconfined" ? "elsewhere" : "held";
}
