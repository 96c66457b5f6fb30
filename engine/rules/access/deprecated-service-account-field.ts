import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "deprecated-service-account-field",
  category: "access",
  severity: "hint",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  peers: { "kube-linter": ["deprecated-service-account-field"], kubescape: ["C-0294"] },
  summary: "A pod sets its service account through the deprecated field `serviceAccount`.",
  why: "The field is a deprecated alias of `serviceAccountName`, which takes precedence when both are set.",
  links: ["https://kubernetes.io/docs/reference/generated/kubernetes-api/v1.36/#podspec-v1-core"],
  tags: ["deprecated"],
  lifeCycle: true,
  on: workloads,

  *check(workload) {
    const { pod } = workload;
    const alias = pod.at("serviceAccount");
    const name = literal(alias);
    if (!alias || name === undefined) return;
    const current = pod.at("serviceAccountName");
    if (current && current.value === name) return;
    // Half-typed, or filled in later.
    if (current && literal(current) === undefined && current.value !== "") return;
    yield {
      at: alias,
      onKey: true,
      data: {
        title: titleOf(workload),
        name,
        current: literal(current),
        alias,
        hasBoth: current !== undefined,
      },
    };
  },

  message: ({ title, name, current }) =>
    current === undefined
      ? `${title} sets its service account "${name}" through serviceAccount, a deprecated alias of serviceAccountName.`
      : `${title} sets serviceAccount to "${name}" and serviceAccountName to "${current}", so the deprecated serviceAccount is ignored.`,

  fixClasses: ["safe"],
  *fixes({ data: { alias, hasBoth, current } }, edit) {
    if (!hasBoth) {
      // Safe: the API server copies one field to the other.
      yield {
        class: "safe",
        title: "Rename serviceAccount to serviceAccountName",
        edits: [edit.renameKey(alias, "serviceAccountName")],
      };
    }
    if (current !== undefined) {
      // Safe: the other field takes precedence.
      yield { class: "safe", title: "Remove serviceAccount", edits: [edit.remove(alias)] };
    }
  },
});
