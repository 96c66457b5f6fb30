import { isUnset } from "../../kubernetes/fields.ts";
import { lastingLabels, readLabels } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";
import { isSaidElsewhere } from "../../workspace/scaling.ts";

export default defineRule({
  id: "selector-missing",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  presetOptions: { "kube-linter": { every: true } },
  peers: { "kube-linter": ["mismatching-selector"] },
  summary: "A workload has no selector.",
  why: "The API server rejects a workload without a selector, because it could not find its pods.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector"],
  options: {
    every: flag("Report workloads whose pods have no labels too. They are usually patches.", false),
  },
  on: inWorkspace(kinds("apps/DaemonSet", "apps/Deployment", "apps/ReplicaSet", "apps/StatefulSet")),

  *check(workload, { options, workspace, uri }) {
    const { apiVersion, kind, root, anchor } = workload;
    // In older API versions, the labels of the pods are the default, and other kinds have a generated selector.
    if (apiVersion !== "apps/v1" || !isUnset(root, "spec", "selector")) return;
    if (workspace.kustomize(uri).labels) return;
    const labels = readLabels(root.at("spec", "template", "metadata", "labels")) ?? new Map<string, string>();
    // A workload whose pods have no labels is usually a patch that no kustomization here refers to.
    const isPatch = labels.size === 0 || isSaidElsewhere(workspace, `apps/${kind}`, workload);
    if (isPatch && !options.every) return;
    yield { at: anchor, data: { title: titleOf(workload), workload, labels } };
  },

  message: ({ title }) => `${title} has no selector, so the API server rejects it.`,

  fixClasses: ["review"],
  *fixes({ data: { workload, labels } }, edit, { workspace }) {
    const { kind, root, namespace } = workload;
    const name = root.at("metadata", "name")?.string;
    const rivals = workspace
      .workloadsIn(namespace)
      .filter((candidate) => candidate.groupKind === `apps/${kind}` && candidate.name !== name);
    // Labels such as a version are omitted unless only they distinguish the pods of two workloads.
    const distinctLabels = [lastingLabels(labels), labels].find(
      (candidate) => !rivals.some(({ pod }) => has(pod.labels, candidate)),
    );
    if (!distinctLabels || distinctLabels.size === 0) return;
    // Review: the selector cannot be changed later.
    yield {
      class: "review",
      title: `Add a selector that matches the pod ${labelsText(distinctLabels)} (cannot be changed later)`,
      edits: [
        edit.set(
          root,
          ["spec", "selector"],
          { matchLabels: Object.fromEntries(distinctLabels) },
          { before: ["template"] },
        ),
      ],
    };
  },
});

type Labels = ReadonlyMap<string, string>;

/** `label app=web`, or `labels app=web and tier=api` */
function labelsText(labels: Labels): string {
  const texts = [...labels].map(([key, value]) => `${key}=${value}`);
  return `${texts.length === 1 ? "label" : "labels"} ${sentenceList(texts)}`;
}

function has(labels: Labels | undefined, subset: Labels): boolean {
  return labels !== undefined && [...subset].every(([key, value]) => labels.get(key) === value);
}
