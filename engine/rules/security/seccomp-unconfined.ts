import { isSparedAsWindows } from "../../kubernetes/pod-security.ts";
import { twinAnnotation } from "../../kubernetes/profile-annotations.ts";
import { literal } from "../../kubernetes/resource.ts";
import { securitySettings } from "../../kubernetes/security-context.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { podSecurityOption, podSecurityPresets } from "../shared/pod-security.ts";

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
  summary: "A pod or container disables seccomp.",
  why: "Many kernel exploits need unusual system calls, which the runtime's default profile blocks.",
  links: [
    "https://kubernetes.io/docs/tutorials/security/seccomp/",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  ],
  options: podSecurityOption,
  hardens: "container",
  neededBy: "nodes",
  on: workloads,

  *check(workload, { options, settings }) {
    if (isSparedAsWindows(workload, options.podSecurity, settings.kubernetesVersion)) return;
    for (const { subject, owner, value } of securitySettings(workload, "seccompProfile", "type")) {
      const type = literal(value);
      if (type === undefined || type === "RuntimeDefault" || type === "Localhost") continue;
      const annotation = twinAnnotation(workload, owner, "seccompProfile");
      yield { at: value, data: { subject, type, kind: workload.kind, annotation } };
    }
  },

  message: ({ subject, type, kind }) =>
    type === "Unconfined"
      ? `${subject} disables seccomp, so an attacker who compromises it can make any system call to the node's kernel.`
      : `${subject} has the invalid seccomp profile type "${type}", so the API server rejects the ${kind}.`,

  fixClasses: ["review"],
  *fixes({ at, data: { annotation } }, edit) {
    // Review: a program that makes a blocked system call fails.
    // The API server rejects the field if the annotation has a different profile.
    yield {
      class: "review",
      title: "Set the seccomp profile to RuntimeDefault",
      edits: [edit.setValue(at, "RuntimeDefault"), ...(annotation ? [edit.remove(annotation.at)] : [])],
    };
  },
});
