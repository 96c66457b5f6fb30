import { type Container, containersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isSparedAsWindows, isUnsetFor, type Level } from "../../kubernetes/pod-security.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { imageKnowledgeOf } from "../../kubernetes/process-user.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { startsAsRoot } from "../../kubernetes/root-user.ts";
import type { Value } from "../../kubernetes/value.ts";
import type { EditBuilder, MaybeChange } from "../../lint/edit.ts";
import { flag, names } from "../../lint/options.ts";
import { podSecurityOption, podSecurityPresets } from "../../lint/pod-security.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const way = ["securityContext", "capabilities", "drop"];

export default defineRule({
  id: "capabilities-not-dropped",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["recommended", "pod-security-restricted", "kube-linter"],
  presetOptions: {
    ...podSecurityPresets,
    recommended: { miswrittenOnly: true },
    "kube-linter": { required: ["NET_RAW"], explicitOnly: true },
  },
  peers: {
    "kube-linter": ["drop-net-raw-capability"],
    polaris: ["insecureCapabilities"],
    trivy: ["KSV-0003", "KSV-0004", "KSV-0119"],
    checkov: ["CKV_K8S_28", "CKV_K8S_37"],
    kubescape: ["C-0055"],
    "pod-security-standards": ["capabilities_restricted"],
  },
  standards: { cis: ["5.2.8", "5.2.10"], nsa: ["Pod security enforcement"] },
  summary: "A container keeps the runtime's default capabilities.",
  why: "Runtimes grant about a dozen by default, and most programs need none of them.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
  ],
  options: {
    required: names("Capabilities that must be dropped, where it need not be all of them.", ["ALL"]),
    explicitOnly: flag("Leave containers alone that say nothing about capabilities.", false),
    miswrittenOnly: flag("Report only ALL in small letters, which Pod Security does not accept.", false),
    ...podSecurityOption,
  },
  hardens: "container",
  neededBy: "root",
  asksWorkspace: true,
  on: workloads,

  *check(workload, { options, settings, workspace, uri }) {
    if (isSparedAsWindows(workload, options.podSecurity, settings.kubernetesVersion)) return;
    const { required, explicitOnly, miswrittenOnly, podSecurity } = options;
    for (const container of containersOf(workload)) {
      if (explicitOnly && !container.at("securityContext", "capabilities")?.isMap) continue;
      const fault = faultOf(container, required, podSecurity);
      if (!fault || (miswrittenOnly && fault.miswritten === undefined)) continue;
      // Without them an entry point that starts as root cannot take its user, or not listen on its port.
      const knowledge = imageKnowledgeOf(container, (name) => workspace.isReplaced(name, uri));
      const image =
        knowledge?.needsCapabilities && startsAsRoot(container) && !hasOnes(container)
          ? knowledge.name
          : undefined;
      const data = { name: quotedName(container), owner: container.value, ...fault, image };
      const hit = { at: fault.at, data: { ...data, fixable: !isWindows(workload) } };
      // Without that level, both mean the same.
      yield miswrittenOnly ? { ...hit, severity: "hint" as const } : hit;
    }
  },

  message: ({ name, miswritten, missing }) => {
    if (miswritten !== undefined)
      return `Container ${name} drops "${miswritten}", but Pod Security's restricted level accepts only "ALL" and rejects the pod.`;
    const kept = missing.includes("ALL") ? "the runtime's default capabilities" : missing.join(" and ");
    return `Container ${name} keeps ${kept}, which an attacker who compromises it can use.`;
  },

  fixes: [
    {
      // Review: a process that needs one of them (a port below 1024, chown at start) must add it.
      class: "review",
      title: ({ miswritten, missing }) => {
        if (miswritten !== undefined) return `Replace "${miswritten}" with ALL`;
        return missing.includes("ALL") ? "Drop all capabilities" : `Drop ${missing.join(" and ")}`;
      },
      edits: ({ at, data }, edit) => (data.image === undefined ? dropping(at, data, edit) : undefined),
    },
    {
      // Template: only a person knows which of the capabilities the image needs in this configuration.
      class: "template",
      title: ({ missing }) => `Drop ${missing.includes("ALL") ? "all capabilities" : missing.join(" and ")}`,
      caveat: ({ image }) => `image "${image}" needs some of them while it starts as root`,
      edits: ({ at, data }, edit) => (data.image === undefined ? undefined : dropping(at, data, edit)),
    },
  ],
});

/** Capabilities that are given back one by one show that somebody knows which ones the image needs. */
function hasOnes(container: Container): boolean {
  return (container.at("securityContext", "capabilities", "add")?.items() ?? []).length > 0;
}

function dropping(
  at: Value,
  { owner, miswritten, missing, fixable }: Omit<Dropping, "at"> & { owner: Value; fixable: boolean },
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  if (!fixable) return undefined;
  if (miswritten !== undefined) return [edit.setValue(at, "ALL")];
  return missing.map((capability) => edit.append(owner, way, capability));
}

interface Dropping {
  readonly at: Value;
  /** Capabilities that are not dropped. */
  readonly missing: readonly string[];
  /** What was meant to be `ALL`. */
  readonly miswritten: string | undefined;
}

function faultOf(container: Container, required: readonly string[], level: Level): Dropping | undefined {
  if (isUnsetFor(level, container.value, ...way))
    return { at: nameOf(container), missing: required, miswritten: undefined };
  const drop = container.at(...way);
  const items = drop?.items() ?? [];
  // To a level, null and an empty text are the capability "", whose dropping drops nothing.
  const isUnfinished = ({ string, isNull }: Value) =>
    string === undefined || string === ""
      ? level === "none" || !(isNull || string === "")
      : isTemplated(string);
  if (!drop?.isSequence || items.some(isUnfinished)) return undefined;
  const dropped = items.map(({ string }) => string ?? "");
  if (dropped.includes("ALL")) return undefined;
  const missing = required.filter((capability) => !dropped.includes(capability));
  const all = items.find(({ string }) => string?.toUpperCase() === "ALL");
  // Runtimes know ALL in any case; only Pod Security insists on capital letters.
  if (missing.length === 0 || (all && !missing.includes("ALL"))) return undefined;
  return { at: all ?? drop, missing, miswritten: all?.string };
}
