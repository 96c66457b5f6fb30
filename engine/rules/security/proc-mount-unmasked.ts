import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { isSparedInUserNamespace } from "../../kubernetes/pod-security.ts";
import { literal } from "../../kubernetes/resource.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { podSecurityOption, podSecurityPresets } from "../shared/pod-security.ts";

export default defineRule({
  id: "proc-mount-unmasked",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-baseline", "pod-security-restricted"],
  // KubeLinter ignores user namespaces.
  presetOptions: { ...podSecurityPresets, "kube-linter": { podSecurity: "restricted" } },
  peers: {
    "kube-linter": ["unsafe-proc-mount"],
    polaris: ["procMount"],
    trivy: ["KSV-0027"],
    kubescape: ["C-0211"],
    "pod-security-standards": ["procMount", "procMount_restricted"],
  },
  summary: "A container sets procMount to Unmasked.",
  why: "Runtimes hide files in /proc, such as /proc/kcore, because they expose the node's kernel.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/#proc-access",
  ],
  options: podSecurityOption,
  hardens: "container",
  neededBy: "nodes",
  on: workloads,

  *check(workload, { options, settings }) {
    // Nested containers need all of /proc. In a user namespace that is safe, but the restricted level still rejects it.
    if (options.podSecurity !== "restricted" && isSparedInUserNamespace(workload, settings.kubernetesVersion))
      return;
    // Now that the field is enabled by default, the API server accepts it only in a user namespace.
    const hostUsers = workload.pod.at("hostUsers");
    const needsUserNamespace =
      isAtLeast(settings.kubernetesVersion, "1.33") && (!hostUsers || hostUsers.value === true);
    for (const container of containersOf(workload)) {
      const mount = container.at("securityContext", "procMount");
      const type = literal(mount);
      if (!mount || type === undefined || type === "Default") continue;
      const data = { name: quotedName(container), type, kind: workload.kind, needsUserNamespace };
      yield { at: mount, data };
    }
  },

  message: ({ name, type, kind, needsUserNamespace }) => {
    if (type !== "Unmasked")
      return `Container ${name} has the invalid procMount "${type}", so the API server rejects the ${kind}.`;
    return needsUserNamespace
      ? `Container ${name} sets procMount to Unmasked without hostUsers: false, so the API server rejects the ${kind}.`
      : `Container ${name} sets procMount to Unmasked, so an attacker who compromises it can use files in /proc that runtimes hide.`;
  },

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: a program that starts nested containers needs an unmasked /proc.
    yield {
      class: "review",
      title: "Remove procMount (the runtime hides sensitive files in /proc)",
      edits: [edit.remove(at)],
    };
  },
});
