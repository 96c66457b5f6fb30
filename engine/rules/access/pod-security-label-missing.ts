import { literal } from "../../kubernetes/resource.ts";
import type { EditBuilder } from "../../lint/edit.ts";
import { isOwnNamespace } from "../../lint/namespaces.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "pod-security-label-missing",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  // Whoever wrote it down knew what it means.
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
  summary: "A namespace lets any pod in, privileged ones too.",
  why: "Whoever may make a pod there can take over the node.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces",
  ],
  options: { privileged: flag("The level privileged counts as none.", true) },
  on: kinds("/Namespace"),

  *check({ name, root, anchor }, { settings, options }) {
    if (!isOwnNamespace(name, settings.namespaces)) return;
    const level = root.at("metadata", "labels", label);
    // Filled in later, or half-typed.
    if (level && literal(level) === undefined) return;
    if (level && (level.string !== "privileged" || !options.privileged)) return;
    yield { at: level ?? anchor, data: { name, isPrivileged: level !== undefined, root } };
  },

  message: ({ name, isPrivileged }) =>
    isPrivileged
      ? `Namespace "${name}" enforces the level privileged, which is none, so a pod there can take over its node.`
      : `Namespace "${name}" says no level of Pod Security, so a pod there can take over its node unless the cluster has a default.`,

  fixes: [
    {
      // Review: pods that the level forbids are refused when they are next made.
      class: "review",
      title: () => "Enforce the level baseline",
      edits: ({ data: { root } }, edit) => [enforce(root, "baseline", edit)],
    },
    {
      // Review: as above, and most pods need a security context to be let in.
      class: "review",
      title: () => "Enforce the level restricted",
      edits: ({ data: { root } }, edit) => [enforce(root, "restricted", edit)],
    },
  ],
});

const label = "pod-security.kubernetes.io/enforce";

function enforce(root: Parameters<EditBuilder["set"]>[0], level: string, edit: EditBuilder) {
  return edit.set(root, ["metadata", "labels", label], level);
}
