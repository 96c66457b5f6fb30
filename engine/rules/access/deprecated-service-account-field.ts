import { literal } from "../../kubernetes/resource.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "deprecated-service-account-field",
  category: "access",
  severity: "hint",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  peers: { "kube-linter": ["deprecated-service-account-field"], kubescape: ["C-0294"] },
  summary: "A pod names its ServiceAccount in the field `serviceAccount`.",
  why: "The field is an old name of serviceAccountName, which goes before it where both are written.",
  links: ["https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podspec-v1-core"],
  tags: ["deprecated"],
  on: workloads,

  *check({ pod }) {
    const old = pod.at("serviceAccount");
    const name = literal(old);
    if (!old || name === undefined) return;
    const current = pod.at("serviceAccountName");
    if (current && current.value === name) return;
    // Half-typed, or filled in later.
    if (current && literal(current) === undefined && current.value !== "") return;
    yield {
      at: old,
      onKey: true,
      data: { name, current: literal(current), old, hasBoth: current !== undefined },
    };
  },

  message: ({ name, current }) =>
    current === undefined
      ? `ServiceAccount "${name}" is named by the old field serviceAccount, which is kept for old clients only.`
      : `The old field serviceAccount says "${name}", but serviceAccountName says "${current}", which is the one that counts.`,

  fixes: [
    {
      // Safe: the API server copies the one field to the other.
      class: "safe",
      title: () => "Rename it to serviceAccountName",
      edits: ({ data: { old, hasBoth } }, edit) =>
        hasBoth ? undefined : [edit.renameKey(old, "serviceAccountName")],
    },
    {
      // Safe: the other field goes before it.
      class: "safe",
      title: () => "Remove serviceAccount",
      edits: ({ data: { old, current } }, edit) => (current === undefined ? undefined : [edit.remove(old)]),
    },
  ],
});
