import { type Container, containersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isSparedAsWindows, isUnsetFor } from "../../kubernetes/pod-security.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { podSecurityOption, podSecurityPresets } from "../shared/pod-security.ts";

export default defineRule({
  id: "allow-privilege-escalation",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "pod-security-restricted", "kube-linter"],
  presetOptions: { ...podSecurityPresets, "kube-linter": { explicitOnly: true } },
  peers: {
    "kube-linter": ["privilege-escalation-container"],
    polaris: ["privilegeEscalationAllowed"],
    trivy: ["KSV-0001"],
    checkov: ["CKV_K8S_20"],
    kubescape: ["C-0016"],
    "pod-security-standards": ["allowPrivilegeEscalation"],
  },
  standards: { cis: ["5.2.6"], nsa: ["Pod security enforcement"] },
  summary: "A container allows privilege escalation.",
  why: "A process can then gain more privileges than its parent, so a setuid binary in the image is enough to become root in the container.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  ],
  options: {
    explicitOnly: flag(
      "Report only containers that allow privilege escalation explicitly: through allowPrivilegeEscalation, privileged or SYS_ADMIN.",
      false,
    ),
    ...podSecurityOption,
  },
  hardens: "container",
  neededBy: "root",
  on: workloads,

  *check(workload, { options, settings }) {
    if (isSparedAsWindows(workload, options.podSecurity, settings.kubernetesVersion)) return;
    for (const container of containersOf(workload)) {
      const { value: owner } = container;
      const isUnset = isUnsetFor(options.podSecurity, owner, "securityContext", "allowPrivilegeEscalation");
      const name = quotedName(container);
      const allowed = container.at("securityContext", "allowPrivilegeEscalation");
      const forced = forcedBy(container);
      const data = {
        name,
        owner,
        reason: reasonOf(allowed, forced),
        forced,
        fixable: !isWindows(workload),
      };
      if (allowed?.value === true) yield { at: allowed, data };
      else if (options.explicitOnly && forced) yield { at: forced, data };
      else if (!options.explicitOnly && isUnset) yield { at: nameOf(container), data };
    }
  },

  message: ({ name, reason }) =>
    `Container ${name} ${reason}, so an attacker who compromises it can use a setuid binary to become root.`,

  fixClasses: ["review"],
  *fixes({ data: { owner, forced, fixable } }, edit) {
    if (!forced && fixable) {
      // Review: programs that rely on setuid, such as sudo, stop working.
      // Privileged and SYS_ADMIN imply escalation, so they must be removed first.
      yield {
        class: "review",
        title: "Set allowPrivilegeEscalation to false (setuid programs such as sudo will not work)",
        edits: [edit.set(owner, ["securityContext", "allowPrivilegeEscalation"], false)],
      };
    }
  },
});

function reasonOf(allowed: Value | undefined, forced: Value | undefined): string {
  if (allowed?.value === true) return "sets allowPrivilegeEscalation to true";
  if (forced?.value === true) return "is privileged, which allows privilege escalation";
  if (forced) return "adds SYS_ADMIN, which allows privilege escalation";
  return "does not set allowPrivilegeEscalation to false";
}

/** The value that allows escalation regardless of `allowPrivilegeEscalation`. */
function forcedBy(container: Container): Value | undefined {
  const privileged = container.at("securityContext", "privileged");
  if (privileged?.value === true) return privileged;
  const added = container.at("securityContext", "capabilities", "add")?.items() ?? [];
  return added.find(({ string }) => string === "SYS_ADMIN" || string === "CAP_SYS_ADMIN");
}
