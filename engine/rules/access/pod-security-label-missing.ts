import { literal } from "../../kubernetes/resource.ts";
import { isOwnNamespace } from "../../lint/namespaces.ts";
import { flag, type Options } from "../../lint/options.ts";
import { defineRule, type FixContext, kinds } from "../../lint/rule.ts";
import type { WorkloadFacts } from "../../workspace/pods.ts";
import { isNested } from "../../workspace/together.ts";

export default defineRule({
  id: "pod-security-label-missing",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  // A level that is written down was chosen on purpose.
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
  summary: "A namespace admits any pod, privileged ones included.",
  why: "Anyone who can create a pod there can take over its node.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces",
  ],
  options: { privileged: flag("Report namespaces that enforce the privileged level.", true) },
  asksWorkspace: true,
  on: kinds("/Namespace"),

  *check({ name, root, anchor }, { settings, options }) {
    if (!isOwnNamespace(name, settings.namespaces)) return;
    const at = (mode: string) => root.at("metadata", "labels", label(mode));
    const level = at("enforce");
    // Filled in later, or half-typed.
    if (level && literal(level) === undefined) return;
    if (level && (level.string !== "privileged" || !options.privileged)) return;
    // Where pods cannot meet a level yet, warnings and audit records are the way there.
    if (["warn", "audit"].every((mode) => isLevel(at(mode)?.string))) return;
    yield { at: level ?? anchor, data: { name, isPrivileged: level !== undefined, root } };
  },

  message: ({ name, isPrivileged }) =>
    isPrivileged
      ? `Namespace "${name}" enforces the privileged Pod Security level, which restricts nothing.`
      : `Namespace "${name}" sets no Pod Security level, so a pod there can take over its node unless the cluster has a default.`,

  fixes: [
    {
      // Review: pods that are not in the workspace and do not meet the level are rejected when they are next created.
      class: "review",
      title: ({ name }, context) => {
        const { level, obstacle } = strictest(name!, context) ?? {};
        if (level === undefined) return `Warn and audit at the baseline level (${obstacle} does not meet it)`;
        return `Enforce the ${level} level${obstacle ? ` (${obstacle} does not meet restricted)` : ""}`;
      },
      edits: ({ data: { root, name } }, edit, context) => {
        const found = strictest(name!, context);
        if (!found) return undefined;
        const { level } = found;
        const modes = level ? ["enforce"] : ["warn", "audit"];
        return modes.map((mode) => edit.set(root, ["metadata", "labels", label(mode)], level ?? "baseline"));
      },
    },
    {
      // Review: as above; for restricted, most pods need a security context.
      class: "review",
      title: ({ name }, context) => `Enforce the ${otherLevel(name!, context)} level`,
      edits: ({ data: { root, name } }, edit, context) => {
        const level = otherLevel(name!, context);
        return level && [edit.set(root, ["metadata", "labels", label("enforce")], level)];
      },
    },
  ],
});

type Context = Pick<FixContext<Options>, "workspace" | "uri" | "meetsLevel">;

interface Strictest {
  /** `undefined` where the workloads meet none. */
  readonly level: "baseline" | "restricted" | undefined;
  /** The workload that does not meet the next one. */
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
 * The strictest level that the workspace's workloads of a namespace meet, baseline where it has none; `undefined` where
 * one of them cannot be judged.
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

/** The level to choose instead of the strictest one. */
function otherLevel(namespace: string, context: Context): "baseline" | "restricted" | undefined {
  if (workloadsOf(namespace, context).length === 0) return "restricted";
  return strictest(namespace, context)?.level === "restricted" ? "baseline" : undefined;
}
