import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { isSparedInUserNamespace } from "../../kubernetes/pod-security.ts";
import { literal } from "../../kubernetes/resource.ts";
import { podSecurityOption, podSecurityPresets } from "../../lint/pod-security.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "proc-mount-unmasked",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-baseline", "pod-security-restricted"],
  // KubeLinter knows of no user namespaces.
  presetOptions: { ...podSecurityPresets, "kube-linter": { podSecurity: "restricted" } },
  peers: {
    "kube-linter": ["unsafe-proc-mount"],
    polaris: ["procMount"],
    trivy: ["KSV-0027"],
    kubescape: ["C-0211"],
    "pod-security-standards": ["procMount", "procMount_restricted"],
  },
  summary: "A container sees the parts of /proc that runtimes hide.",
  why: "Through them a process reads the node's memory and changes settings of its kernel.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#proc-access",
  ],
  options: podSecurityOption,
  hardens: "container",
  neededBy: "nodes",
  on: workloads,

  *check(workload, { options, settings }) {
    // Nested containers need all of /proc, and in a user namespace they may have it; the restricted level says no.
    if (options.podSecurity !== "restricted" && isSparedInUserNamespace(workload, settings.kubernetesVersion))
      return;
    for (const container of containersOf(workload)) {
      const mount = container.at("securityContext", "procMount");
      const type = literal(mount);
      if (!mount || type === undefined || type === "Default") continue;
      yield { at: mount, data: { name: quotedName(container), type } };
    }
  },

  message: ({ name, type }) =>
    type === "Unmasked"
      ? `Container ${name} sees all of /proc, so a break-in reads and changes what belongs to the node's kernel.`
      : `Container ${name} sets procMount to "${type}", which the API does not know, so it is rejected.`,

  fixes: [
    {
      // Review: a process that makes containers itself needs what this hides.
      class: "review",
      title: () => "Hide the node's part of /proc",
      edits: ({ at }, edit) => [edit.remove(at)],
    },
  ],
});
