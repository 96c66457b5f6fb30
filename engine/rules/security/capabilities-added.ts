import { removeItems } from "../../edits/list.ts";
import { baseName, capabilityRank, consequenceOf } from "../../kubernetes/capabilities.ts";
import { type Container, containersOf, isPrivileged, quotedName } from "../../kubernetes/containers.ts";
import { isSparedAsWindows, type Level, mayAddCapability } from "../../kubernetes/pod-security.ts";
import { literal } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag, names } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";
import { podSecurityOption, podSecurityPresets } from "../shared/pod-security.ts";

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
  why: "Many capabilities are equivalent to root on the node or on its network.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
  ],
  options: {
    allow: names("Capabilities that containers can add."),
    only: names("Report only these capabilities; if empty, report every dangerous one."),
    privileged: flag("Also report privileged containers, which have every capability anyway.", false),
    ...podSecurityOption,
  },
  hardens: "container",
  neededBy: "root",
  on: workloads,

  *check(workload, { options, settings }) {
    const { podSecurity } = options;
    // The restricted level exempts Windows pods. The other checks treat them like Linux pods.
    if (podSecurity === "restricted" && isSparedAsWindows(workload, podSecurity, settings.kubernetesVersion))
      return;
    const isChecked = (container: Container) =>
      podSecurity !== "none" || options.privileged || !isPrivileged(container);
    const { text } = workload.document;
    const hostNetwork = workload.pod.at("hostNetwork")?.value === true;
    for (const container of containersOf(workload).filter(isChecked)) {
      for (const item of container.at("securityContext", "capabilities", "add")?.items() ?? []) {
        const capability = capabilityOf(item, podSecurity);
        if (capability === undefined || isAllowed(capability, options)) continue;
        yield { at: item, data: { name: quotedName(container), capability, hostNetwork, podSecurity, text } };
      }
    }
  },

  message: (data) => message([data]),
  inList: {
    rank: ({ capability }) => capabilityRank(capability),
    message,
    title: (additions) => `Remove ${sentenceList(additions.map(nameOf))}`,
    edits: (hits, edit) =>
      removeItems(
        hits.map(({ at }) => at),
        hits[0]!.data.text,
        edit,
      ),
  },

  fixClasses: ["review"],
  *fixes({ data, at }, edit) {
    // Review: operations that need the capability fail.
    yield { class: "review", title: `Remove ${nameOf(data)}`, edits: [edit.remove(at)] };
  },
});

function capabilityOf(item: Value, level: Level): string | undefined {
  // Pod Security reads null and an empty string as the capability "", which no level allows.
  const isEmpty = level !== "none" && (item.isNull || item.string === "");
  return isEmpty ? "" : literal(item);
}

interface Limits {
  readonly allow: readonly string[];
  readonly only: readonly string[];
  readonly podSecurity: Level;
}

function isAllowed(capability: string, { allow, only, podSecurity }: Limits): boolean {
  if (allow.includes(capability) || mayAddCapability(capability, podSecurity)) return true;
  return 0 < only.length && !only.includes(baseName(capability));
}

interface Added {
  readonly name: string;
  readonly capability: string;
  readonly hostNetwork: boolean;
  readonly podSecurity: Level;
  /** The text of the document. */
  readonly text: string;
}

/** All capabilities that a container adds, with the consequence of the most dangerous one. */
function message(additions: readonly Added[]): string {
  const [{ name, capability, hostNetwork, podSecurity }] = [...additions].sort(
    (a, b) => capabilityRank(a.capability) - capabilityRank(b.capability),
  ) as [Added];
  const names = sentenceList(additions.map(nameOf));
  const level = additions.every((added) => mayAddCapability(added.capability, "baseline"))
    ? "restricted"
    : "baseline";
  const rejection = `the ${level} Pod Security level rejects the pod`;
  const privileges = "it has more privileges than containers get by default";
  const consequence =
    consequenceOf(capability, hostNetwork) ?? (podSecurity === "none" ? privileges : rejection);
  return `Container ${name} adds ${capabilitiesText(names, capability, additions.length)}, so ${consequence}.`;
}

function capabilitiesText(names: string, gravest: string, count: number): string {
  if (baseName(gravest) === "ALL") return "all capabilities";
  return count === 1 ? `the ${names} capability` : `the ${names} capabilities`;
}

function nameOf({ capability }: Added): string {
  return capability || '""';
}
