import type { Container } from "../../kubernetes/containers.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { inherited, inheritedFaults, type Verdict } from "../../kubernetes/security-context.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "seccomp-profile-missing",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "pod-security-restricted"],
  peers: {
    "kube-score": ["container-seccomp-profile"],
    polaris: ["linuxHardening"],
    trivy: ["KSV-0030", "KSV-0104"],
    checkov: ["CKV_K8S_31"],
    kubescape: ["C-0210"],
    "pod-security-standards": ["seccompProfile_baseline", "seccompProfile_restricted"],
  },
  summary: "A container may make every system call of the kernel.",
  why: "Holes in the kernel are reached through rare system calls, which the runtime's default profile blocks.",
  links: [
    "https://kubernetes.io/docs/tutorials/security/seccomp/",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  ],
  hardens: "container",
  on: workloads,

  *check(workload) {
    if (isWindows(workload)) return;
    for (const fault of inheritedFaults(workload, verdictOf)) yield { at: fault.at, data: fault };
  },

  message: ({ subject, value }) =>
    value
      ? `${subject} switches seccomp off, so a break-in reaches every system call of the node's kernel.`
      : `${subject} has no seccomp profile, so a break-in reaches every system call of the node's kernel.`,

  fixes: [
    {
      // Review: a program that makes a blocked system call fails.
      class: "review",
      title: () => "Use the runtime's default seccomp profile",
      edits: ({ data: { owner } }, edit) => [
        edit.set(owner, ["securityContext", "seccompProfile", "type"], "RuntimeDefault", {
          before: ["containers", "initContainers"],
        }),
      ],
    },
  ],
});

function verdictOf(container: Container): Verdict {
  const type = inherited(container, "seccompProfile", "type");
  if (type === "unset") return "missing";
  return type !== "unfinished" && type.string === "Unconfined" ? type : "held";
}
