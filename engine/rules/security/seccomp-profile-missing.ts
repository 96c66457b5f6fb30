import type { Container } from "../../kubernetes/containers.ts";
import { isSparedAsWindows, type Level } from "../../kubernetes/pod-security.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { profileOf, replacementTitle, twinAnnotation } from "../../kubernetes/profile-annotations.ts";
import { inheritedFaults, inheritedFor, type Verdict } from "../../kubernetes/security-context.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { podSecurityOption, podSecurityPresets } from "../shared/pod-security.ts";

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
  summary: "A container has no seccomp profile.",
  why: "Many kernel exploits need unusual system calls, which the runtime's default profile blocks.",
  links: [
    "https://kubernetes.io/docs/tutorials/security/seccomp/",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
  ],
  options: podSecurityOption,
  hardens: "container",
  neededBy: "nodes",
  on: workloads,

  *check(workload, { options, settings }) {
    if (isSparedAsWindows(workload, options.podSecurity, settings.kubernetesVersion)) return;
    const fixable = !isWindows(workload);
    for (const fault of inheritedFaults(workload, (container) => verdictOf(container, options.podSecurity))) {
      const annotation = twinAnnotation(workload, fault.owner, "seccompProfile");
      yield { at: fault.at, data: { ...fault, fixable, annotation } };
    }
  },

  message: ({ subject }) =>
    `${subject} has no seccomp profile, so unless the node sets a default, an attacker who compromises it can make any system call.`,

  fixClasses: ["review"],
  *fixes({ data: { annotation, owner, fixable } }, edit) {
    if (!fixable) return;
    // The API server rejects the field if the annotation has a different profile.
    const annotated = annotation && profileOf(annotation.text);
    const profile = annotated ?? { type: "RuntimeDefault" };
    const place = { before: ["containers", "initContainers"] };
    // Review: a program that makes a blocked system call fails.
    yield {
      class: "review",
      title: annotated ? replacementTitle(owner, annotated) : "Set the seccomp profile to RuntimeDefault",
      edits: [
        edit.set(owner, ["securityContext", "seccompProfile"], profile, place),
        ...(annotation ? [edit.remove(annotation.at)] : []),
      ],
    };
  },
});

function verdictOf(container: Container, level: Level): Verdict {
  const type = inheritedFor(level, container, "seccompProfile", "type");
  if (type === "unset") return "missing";
  return type !== "unfinished" && type.string === "Unconfined" ? "elsewhere" : "held";
}
