import { isUnset } from "../../kubernetes/fields.ts";
import { lastingLabels, readLabels } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import { isSaidElsewhere } from "../../workspace/scaling.ts";

export default defineRule({
  id: "selector-missing",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { every: true } },
  peers: { "kube-linter": ["mismatching-selector"] },
  summary: "A workload does not say by which labels it finds its pods.",
  why: "The API server refuses it.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector"],
  options: { every: flag("Report workloads whose pods have no labels, too.", false) },
  asksWorkspace: true,
  on: kinds("apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet"),

  *check(workload, { options, workspace, uri }) {
    const { apiVersion, kind, root, anchor } = workload;
    // Older versions took the labels of the pods, and other kinds have theirs made.
    if (apiVersion !== "apps/v1" || !isUnset(root, "spec", "selector")) return;
    if (workspace.kustomize(uri).labels) return;
    const labels = readLabels(root.at("spec", "template", "metadata", "labels")) ?? new Map<string, string>();
    // A workload whose pods have no labels either is mostly a patch that no kustomization here names.
    const isPatch = labels.size === 0 || isSaidElsewhere(workspace, `apps/${kind}`, workload);
    if (isPatch && !options.every) return;
    yield { at: anchor, data: { title: titleOf(workload), root, labels } };
  },

  message: ({ title }) => `${title} has no selector, so the API server refuses it.`,

  fixes: [
    {
      // Review: what it selects cannot be changed later.
      class: "review",
      title: () => "Select by the labels of its pods",
      edits: ({ data: { root, labels } }, edit) => {
        const matchLabels = Object.fromEntries(lastingLabels(labels));
        if (Object.keys(matchLabels).length === 0) return undefined;
        return [edit.set(root, ["spec", "selector"], { matchLabels }, { before: ["template"] })];
      },
    },
  ],
});
