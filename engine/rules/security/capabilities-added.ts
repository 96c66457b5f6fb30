import { containersOf } from "../../kubernetes/containers.ts";
import { literal } from "../../kubernetes/resource.ts";
import { names } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

/** Source: the "Capabilities" control of the baseline level; the names are compared as they are written. */
const baseline: ReadonlySet<string> = new Set([
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
]);

export default defineRule({
  id: "capabilities-added",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-baseline", "pod-security-restricted"],
  peers: {
    "kube-linter": ["drop-net-raw-capability"],
    polaris: ["dangerousCapabilities"],
    trivy: ["KSV-0005", "KSV-0022", "KSV-0119", "KSV-0120"],
    checkov: ["CKV_K8S_25", "CKV_K8S_39"],
    kubescape: ["C-0046"],
    "pod-security-standards": ["capabilities_baseline", "capabilities_restricted"],
  },
  summary: "A container adds a Linux capability beyond the harmless ones.",
  why: "Many capabilities are as good as root on the node or on its network.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
  ],
  options: { allow: names("Capabilities that may be added as well.") },
  hardens: "container",
  on: workloads,

  *check(workload, { options }) {
    for (const container of containersOf(workload)) {
      for (const item of container.at("securityContext", "capabilities", "add")?.items() ?? []) {
        const capability = literal(item);
        if (!capability || baseline.has(capability) || options.allow.includes(capability)) continue;
        yield { at: item, data: { name: container.name, capability } };
      }
    }
  },

  message: ({ name, capability }) =>
    `Container "${name}" adds the capability ${capability}, which Pod Security's baseline forbids as a way to the node.`,

  fixes: [
    {
      // Review: the process loses what the capability let it do.
      class: "review",
      title: ({ capability }) => `Do not add ${capability}`,
      edits: ({ at }, edit) => [edit.remove(at)],
    },
  ],
});
