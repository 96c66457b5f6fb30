import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import { baseName } from "../../kubernetes/capabilities.ts";
import { type Container, containersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isSparedAsWindows, isUnsetFor, type Level } from "../../kubernetes/pod-security.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { type IsReplaced, imageKnowledgeOf } from "../../kubernetes/process-user.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { startsAsRoot } from "../../kubernetes/root-user.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag, names } from "../../rule/options.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";
import { podSecurityOption, podSecurityPresets } from "../shared/pod-security.ts";

const fieldPath = ["securityContext", "capabilities", "drop"];

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
  summary: "A container does not drop all capabilities.",
  why: "Container runtimes grant about a dozen capabilities by default, and most programs need none of them.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
  ],
  options: {
    required: names("Capabilities that every container must drop.", ["ALL"]),
    explicitOnly: flag("Ignore containers that do not set capabilities.", false),
    miswrittenOnly: flag("Report only ALL in lowercase, which Pod Security does not accept.", false),
    ...podSecurityOption,
  },
  hardens: "container",
  neededBy: "root",
  forService: true,
  on: inWorkspace(workloads),

  *check(workload, { options, settings, workspace, uri }) {
    if (isSparedAsWindows(workload, options.podSecurity, settings.kubernetesVersion)) return;
    const { required, explicitOnly, miswrittenOnly, podSecurity } = options;
    for (const container of containersOf(workload)) {
      if (explicitOnly && !container.at("securityContext", "capabilities")?.isMap) continue;
      const fault = faultOf(container, required, podSecurity);
      if (!fault || (miswrittenOnly && fault.miswritten === undefined)) continue;
      const image = imageWithNeeds(container, (name) => workspace.isReplaced(name, uri));
      const added = addedBesideLowPorts(container);
      const data = { name: quotedName(container), owner: container.value, ...fault, image, added };
      const hit = { at: fault.at, data: { ...data, fixable: !isWindows(workload) } };
      // At the restricted level, the spelling makes no difference next to capabilities that it rejects anyway.
      if (miswrittenOnly && added.length > 0) continue;
      // Both spellings have the same effect unless the namespace enforces the restricted level.
      yield miswrittenOnly ? { ...hit, severity: "hint" as const } : hit;
    }
  },

  message: ({ name, miswritten, missing, added }) => {
    if (miswritten !== undefined && added.length > 0)
      return `Container ${name} drops "${miswritten}" instead of "ALL", which the restricted Pod Security level requires; the level also rejects the added ${sentenceList(added)}.`;
    if (miswritten !== undefined)
      return `Container ${name} drops "${miswritten}" instead of "ALL", so the restricted Pod Security level rejects the pod.`;
    const [dropped, kept] = missing.includes("ALL")
      ? ["all capabilities", "gets the runtime's default capabilities"]
      : [sentenceList(missing), `can use ${missing.length === 1 ? "this capability" : "these capabilities"}`];
    return `Container ${name} does not drop ${dropped}, so an attacker who becomes root in it ${kept}.`;
  },

  fixClasses: ["review", "template"],
  *fixes({ at, data }, edit) {
    const { miswritten, missing, image } = data;
    const edits = dropping(at, data, edit);
    const drop = `Drop ${missing.includes("ALL") ? "all capabilities" : sentenceList(missing)}`;
    const needed = missing.includes("ALL") || missing.length > 1 ? "one of them" : "it";
    if (image === undefined) {
      // Review: a process that needs a capability, for a port below 1024 or a chown at start, must add it.
      yield {
        class: "review",
        title:
          miswritten === undefined
            ? `${drop} (programs that need ${needed} can fail)`
            : `Replace "${miswritten}" with "ALL"`,
        edits,
      };
    } else {
      // Template: only the user knows which of the capabilities the image needs in this configuration.
      yield {
        class: "template",
        title: drop,
        caveat: `image "${image}" needs some of them to start as root`,
        edits,
      };
    }
  },
});

/** The added capabilities that the restricted level does not allow. */
function addedBesideLowPorts(container: Container): readonly string[] {
  const added = container.at("securityContext", "capabilities", "add")?.items() ?? [];
  return added.flatMap(({ string }) => (string && baseName(string) !== "NET_BIND_SERVICE" ? string : []));
}

/** An image whose entry point needs some of them if it starts as root, to switch its user or to listen on a low port. */
function imageWithNeeds(container: Container, isReplaced: IsReplaced): string | undefined {
  const knowledge = imageKnowledgeOf(container, isReplaced);
  const hasNeeds = knowledge?.needsCapabilities && startsAsRoot(container) && !addsCapabilities(container);
  return hasNeeds ? knowledge.name : undefined;
}

/** A container that adds single capabilities shows that its author knows which ones the image needs. */
function addsCapabilities(container: Container): boolean {
  return (container.at("securityContext", "capabilities", "add")?.items() ?? []).length > 0;
}

function dropping(
  at: Value,
  { owner, miswritten, missing, fixable }: Omit<Dropping, "at"> & { owner: Value; fixable: boolean },
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  if (!fixable) return undefined;
  if (miswritten !== undefined) return [edit.setValue(at, "ALL")];
  return missing.map((capability) => edit.append(owner, fieldPath, capability));
}

interface Dropping {
  readonly at: Value;
  /** Capabilities that are not dropped. */
  readonly missing: readonly string[];
  /** The misspelled `ALL`. */
  readonly miswritten: string | undefined;
}

function faultOf(container: Container, required: readonly string[], level: Level): Dropping | undefined {
  if (isUnsetFor(level, container.value, ...fieldPath))
    return { at: nameOf(container), missing: required, miswritten: undefined };
  const drop = container.at(...fieldPath);
  const items = drop?.items() ?? [];
  // Pod Security reads null and an empty string as the capability "", and dropping it has no effect.
  const isUnfinished = ({ string, isNull }: Value) =>
    string === undefined || string === ""
      ? level === "none" || !(isNull || string === "")
      : isTemplated(string);
  if (!drop?.isSequence || items.some(isUnfinished)) return undefined;
  const dropped = items.map(({ string }) => string ?? "");
  if (dropped.includes("ALL")) return undefined;
  const missing = required.filter((capability) => !dropped.includes(capability));
  const allItem = items.find(({ string }) => string?.toUpperCase() === "ALL");
  // Runtimes accept ALL in any case; only Pod Security requires capital letters.
  if (missing.length === 0 || (allItem && !missing.includes("ALL"))) return undefined;
  return { at: allItem ?? drop, missing, miswritten: allItem?.string };
}
