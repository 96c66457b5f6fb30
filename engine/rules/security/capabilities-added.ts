import { baseName, consequenceOf } from "../../kubernetes/capabilities.ts";
import { type Container, containersOf, isPrivileged, quotedName } from "../../kubernetes/containers.ts";
import { isSparedAsWindows, mayAddCapability } from "../../kubernetes/pod-security.ts";
import { literal } from "../../kubernetes/resource.ts";
import { flag, names } from "../../lint/options.ts";
import { podSecurityOption, podSecurityPresets } from "../../lint/pod-security.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "capabilities-added",
  category: "security",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "pod-security-baseline", "pod-security-restricted", "kube-linter"],
  presetOptions: {
    ...podSecurityPresets,
    strict: { privileged: true },
    "kube-linter": { only: ["NET_RAW", "ALL"], privileged: true },
  },
  peers: {
    "kube-linter": ["drop-net-raw-capability"],
    polaris: ["dangerousCapabilities"],
    trivy: ["KSV-0005", "KSV-0022", "KSV-0106", "KSV-0119", "KSV-0120"],
    checkov: ["CKV_K8S_25", "CKV_K8S_39"],
    kubescape: ["C-0046"],
    "pod-security-standards": ["capabilities_baseline", "capabilities_restricted"],
  },
  standards: { cis: ["5.2.8", "5.2.9"], nsa: ["Pod security enforcement"] },
  summary: "A container adds a dangerous Linux capability.",
  why: "Many capabilities amount to root on the node or on its network.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
  ],
  options: {
    allow: names("Capabilities that may be added as well."),
    only: names("Report nothing but these capabilities; empty reports all that are not harmless."),
    privileged: flag("Report privileged containers as well, which have every capability anyway.", false),
    ...podSecurityOption,
  },
  hardens: "container",
  neededBy: "root",
  on: workloads,

  *check(workload, { options, settings }) {
    const { allow, only, podSecurity } = options;
    // Restricted spares Windows; everywhere else a capability is as wrong there as on Linux.
    if (podSecurity === "restricted" && isSparedAsWindows(workload, podSecurity, settings.kubernetesVersion))
      return;
    const isAsked = (container: Container) =>
      podSecurity !== "none" || options.privileged || !isPrivileged(container);
    for (const container of containersOf(workload).filter(isAsked)) {
      for (const item of container.at("securityContext", "capabilities", "add")?.items() ?? []) {
        // To a level, null and an empty text are the capability "", which nobody may add.
        const isEmpty = podSecurity !== "none" && (item.isNull || item.string === "");
        const capability = isEmpty ? "" : literal(item);
        if (capability === undefined || allow.includes(capability)) continue;
        if (mayAddCapability(capability, podSecurity)) continue;
        if (0 < only.length && !only.includes(baseName(capability))) continue;
        const isBaseline = mayAddCapability(capability, "baseline");
        yield { at: item, data: { name: quotedName(container), capability, isBaseline } };
      }
    }
  },

  message: ({ name, capability, isBaseline }) => {
    const level = isBaseline ? "restricted level" : "baseline";
    const consequence = consequenceOf(capability) ?? `Pod Security's ${level} rejects the pod`;
    return `Container ${name} adds the ${capability || '""'} capability, so ${consequence}.`;
  },

  fixes: [
    {
      // Review: the process loses what the capability let it do.
      class: "review",
      title: ({ capability }) => `Remove ${capability || '""'}`,
      edits: ({ at }, edit) => [edit.remove(at)],
    },
  ],
});
