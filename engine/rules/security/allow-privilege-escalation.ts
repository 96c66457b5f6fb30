import { type Container, containersOf, nameOf } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "allow-privilege-escalation",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "pod-security-restricted"],
  peers: {
    "kube-linter": ["privilege-escalation-container"],
    polaris: ["privilegeEscalationAllowed"],
    trivy: ["KSV-0001"],
    checkov: ["CKV_K8S_20"],
    kubescape: ["C-0016"],
    "pod-security-standards": ["allowPrivilegeEscalation"],
  },
  summary: "A container's processes may gain more privileges than they started with.",
  why: "A setuid program in the image is then enough to become root in the container.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
  ],
  options: { explicitOnly: flag("Report only where escalation is allowed in so many words.", false) },
  hardens: "container",
  on: workloads,

  *check(workload, { options }) {
    if (isWindows(workload)) return;
    for (const container of containersOf(workload)) {
      const { name, value: owner } = container;
      const allowed = container.at("securityContext", "allowPrivilegeEscalation");
      const data = { name, owner, isExplicit: allowed !== undefined, isForced: isForced(container) };
      if (allowed?.value === true) yield { at: allowed, data };
      if (options.explicitOnly || !isUnset(owner, "securityContext", "allowPrivilegeEscalation")) continue;
      yield { at: nameOf(container), data };
    }
  },

  message: ({ name, isExplicit }) =>
    isExplicit
      ? `Container "${name}" allows privilege escalation, so a setuid program is enough to become root in it.`
      : `Container "${name}" leaves privilege escalation allowed, so a setuid program is enough to become root in it.`,

  fixes: [
    {
      // Review: a program that relies on setuid (sudo, ping) stops working.
      class: "review",
      title: () => "Set allowPrivilegeEscalation to false",
      edits: ({ data: { owner, isForced } }, edit) =>
        isForced ? undefined : [edit.set(owner, ["securityContext", "allowPrivilegeEscalation"], false)],
    },
  ],
});

/** The API refuses `false` next to either of these, so they have to go first. */
function isForced(container: Container): boolean {
  if (container.at("securityContext", "privileged")?.value === true) return true;
  const added = container.at("securityContext", "capabilities", "add")?.items() ?? [];
  return added.some(({ string }) => string === "SYS_ADMIN" || string === "CAP_SYS_ADMIN");
}
