import { literal } from "../../kubernetes/resource.ts";
import { flag, type Options } from "../../rule/options.ts";
import { defineRule, type FixContext, inWorkspace, kinds } from "../../rule/rule.ts";
import type { WorkloadFacts } from "../../workspace/pods.ts";
import { isNested } from "../../workspace/together.ts";
import { isOwnNamespace } from "../shared/namespaces.ts";

export default defineRule({
  id: "pod-security-label-missing",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  // A configured level was chosen deliberately.
  presetOptions: { strict: { privileged: false } },
  peers: {
    kubescape: [
      "C-0192",
      "C-0193",
      "C-0194",
      "C-0195",
      "C-0196",
      "C-0197",
      "C-0198",
      "C-0199",
      "C-0200",
      "C-0201",
      "C-0202",
      "C-0203",
      "C-0204",
    ],
  },
  standards: { cis: ["5.2.1"], nsa: ["Pod security enforcement"] },
  summary: "A namespace does not enforce a Pod Security level, so it admits privileged pods.",
  why: "Anyone who can create pods in the namespace can take over the nodes that run them.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces",
  ],
  options: { privileged: flag("Also report namespaces that enforce the privileged level.", true) },
  on: inWorkspace(kinds("/Namespace")),

  *check({ name, root, anchor }, { settings, options }) {
    if (!isOwnNamespace(name, settings.namespaces)) return;
    const at = (mode: string) => root.at("metadata", "labels", label(mode));
    const level = at("enforce");
    // Filled in later, or half-typed.
    if (level && literal(level) === undefined) return;
    if (level && (level.string !== "privileged" || !options.privileged)) return;
    // If pods do not meet a level yet, warnings and audit records are the first step.
    if (["warn", "audit"].every((mode) => isLevel(at(mode)?.string))) return;
    yield { at: level ?? anchor, data: { name, isPrivileged: level !== undefined, root } };
  },

  message: ({ name, isPrivileged }) =>
    isPrivileged
      ? `Namespace "${name}" enforces the privileged Pod Security level, so it admits privileged pods, which can take over the node.`
      : `Namespace "${name}" sets no Pod Security level, so unless the cluster has a default, it admits privileged pods, which can take over the node.`,

  fixClasses: ["review"],
  *fixes({ data: { root, name } }, edit, context) {
    const result = strictest(name!, context);
    if (result) {
      const { level, obstacle } = result;
      const modes = level ? ["enforce"] : ["warn", "audit"];
      // Review: pods outside the workspace that violate the level are rejected the next time they are created.
      yield {
        class: "review",
        title: level
          ? `Enforce the ${level} Pod Security level (${obstacle ? `${obstacle} does not meet the restricted level` : rejection})`
          : `Warn and audit at the baseline Pod Security level (${obstacle} does not meet it)`,
        edits: modes.map((mode) => edit.set(root, ["metadata", "labels", label(mode)], level ?? "baseline")),
      };
    }
    const level = otherLevel(name!, context);
    if (!level) return;
    // Review: as above. Most pods need a security context to meet the restricted level.
    yield {
      class: "review",
      title: `Enforce the ${level} Pod Security level (${rejection})`,
      edits: [edit.set(root, ["metadata", "labels", label("enforce")], level)],
    };
  },
});

const rejection = "new pods that violate it are rejected";

type Context = Pick<FixContext<Options>, "workspace" | "uri" | "meetsLevel">;

interface Strictest {
  /** `undefined` if the workloads do not meet any level. */
  readonly level: "baseline" | "restricted" | undefined;
  /** The workload that violates the next stricter level. */
  readonly obstacle: string | undefined;
}

function label(mode: string): string {
  return `pod-security.kubernetes.io/${mode}`;
}

function isLevel(text: string | undefined): boolean {
  return text === "baseline" || text === "restricted";
}

function workloadsOf(namespace: string, { workspace, uri }: Context): readonly WorkloadFacts[] {
  return workspace
    .workloadsIn(namespace)
    .filter((facts) => facts.namespace === namespace || isNested(uri, facts.place.uri));
}

/**
 * The strictest level that all workloads of a namespace in the workspace meet, or baseline if there are no workloads;
 * `undefined` if one of them cannot be checked.
 */
function strictest(namespace: string, context: Context): Strictest | undefined {
  const workloads = workloadsOf(namespace, context);
  if (workloads.length === 0) return { level: "baseline", obstacle: undefined };
  let obstacle: string | undefined;
  let level: Strictest["level"];
  for (const next of ["baseline", "restricted"] as const) {
    for (const { place, groupKind, name } of workloads) {
      const meets = context.meetsLevel(place, next);
      if (meets === undefined) return undefined;
      if (meets) continue;
      obstacle = `${groupKind.slice(groupKind.indexOf("/") + 1)} "${name ?? ""}"`;
      return { level, obstacle };
    }
    level = next;
  }
  return { level, obstacle };
}

/** The level to offer besides the strictest one. */
function otherLevel(namespace: string, context: Context): "baseline" | "restricted" | undefined {
  if (workloadsOf(namespace, context).length === 0) return "restricted";
  return strictest(namespace, context)?.level === "restricted" ? "baseline" : undefined;
}
