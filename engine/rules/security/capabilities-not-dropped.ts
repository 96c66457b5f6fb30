import { type Container, containersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { isSparedAsWindows } from "../../kubernetes/pod-security.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag, names } from "../../lint/options.ts";
import { podSecurityOption, podSecurityPresets } from "../../lint/pod-security.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const way = ["securityContext", "capabilities", "drop"];

export default defineRule({
  id: "capabilities-not-dropped",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "pod-security-restricted", "kube-linter"],
  presetOptions: { ...podSecurityPresets, "kube-linter": { required: ["NET_RAW"], explicitOnly: true } },
  peers: {
    "kube-linter": ["drop-net-raw-capability"],
    polaris: ["insecureCapabilities"],
    trivy: ["KSV-0003", "KSV-0004", "KSV-0119"],
    checkov: ["CKV_K8S_28", "CKV_K8S_37"],
    kubescape: ["C-0055"],
    "pod-security-standards": ["capabilities_restricted"],
  },
  standards: { cis: ["5.2.8", "5.2.10"], nsa: ["Pod security enforcement"] },
  summary: "A container keeps Linux capabilities that it did not ask for.",
  why: "Runtimes grant a dozen by default, and most programs need none of them.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
  ],
  options: {
    required: names("Capabilities that must be dropped, where it need not be all of them.", ["ALL"]),
    explicitOnly: flag("Leave containers alone that say nothing about capabilities.", false),
    ...podSecurityOption,
  },
  hardens: "container",
  on: workloads,

  *check(workload, { options, settings }) {
    if (isSparedAsWindows(workload, options.podSecurity, settings.kubernetesVersion)) return;
    const { required, explicitOnly } = options;
    for (const container of containersOf(workload)) {
      if (explicitOnly && !container.at("securityContext", "capabilities")?.isMap) continue;
      const fault = faultOf(container, required);
      if (!fault) continue;
      const data = { name: quotedName(container), owner: container.value, ...fault };
      yield { at: fault.at, data: { ...data, mendable: !isWindows(workload) } };
    }
  },

  message: ({ name, miswritten, missing }) => {
    if (miswritten !== undefined)
      return `Container ${name} drops "${miswritten}", which Pod Security does not take for ALL and rejects.`;
    const kept = missing.includes("ALL")
      ? "capabilities of the runtime's default set"
      : missing.join(" and ");
    return `Container ${name} keeps ${kept}, so an intruder can use ${kept === "NET_RAW" ? "it" : "them"}.`;
  },

  fixes: [
    {
      // Review: a process that needs one of them (a port below 1024, chown at start) must add it.
      class: "review",
      title: ({ miswritten, missing }) => {
        if (miswritten !== undefined) return `Replace "${miswritten}" by ALL`;
        return missing.includes("ALL") ? "Drop all capabilities" : `Drop ${missing.join(" and ")}`;
      },
      edits: ({ at, data: { owner, miswritten, missing, mendable } }, edit) => {
        if (!mendable) return undefined;
        if (miswritten !== undefined) return [edit.setValue(at, "ALL")];
        return missing.map((capability) => edit.append(owner, way, capability));
      },
    },
  ],
});

interface Dropping {
  readonly at: Value;
  /** Capabilities that are not dropped. */
  readonly missing: readonly string[];
  /** What was meant to be `ALL`. */
  readonly miswritten: string | undefined;
}

function faultOf(container: Container, required: readonly string[]): Dropping | undefined {
  if (isUnset(container.value, ...way))
    return { at: nameOf(container), missing: required, miswritten: undefined };
  const drop = container.at(...way);
  const items = drop?.items() ?? [];
  if (!drop?.isSequence || items.some(({ string }) => !string || isTemplated(string))) return undefined;
  const dropped = items.map(({ string }) => string!);
  if (dropped.includes("ALL")) return undefined;
  const missing = required.filter((capability) => !dropped.includes(capability));
  const all = items.find(({ string }) => string!.toUpperCase() === "ALL");
  // Runtimes know ALL in any case; only Pod Security insists on capital letters.
  if (missing.length === 0 || (all && !missing.includes("ALL"))) return undefined;
  return { at: all ?? drop, missing, miswritten: all?.string };
}
