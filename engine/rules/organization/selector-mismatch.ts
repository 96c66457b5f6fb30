import { labelText, readLabels, readSelector } from "../../kubernetes/labels.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { isTemplated, type Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "selector-mismatch",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended", "kube-linter"],
  peers: {
    "kube-linter": ["mismatching-selector"],
    "kube-score": [
      "deployment-pod-selector-labels-match-template-metadata-labels",
      "statefulset-pod-selector-labels-match-template-metadata-labels",
    ],
    kubescape: ["C-0296"],
  },
  summary: "A workload's selector does not match the labels of its pod template.",
  why: "The workload could never find the pods that it creates, so the API server rejects it.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector"],
  on: workloads,

  *check(workload) {
    const selector = requiredSelector(workload);
    const labels = workload.template.at("metadata", "labels");
    const podLabels = readLabels(labels);
    if (!selector || !podLabels || !readSelector(selector)) return;
    const { template } = workload;
    const title = titleOf(workload);
    // Only a ReplicationController can get a different selector.
    const recreation =
      workload.kind === "ReplicationController" ? "" : " (an existing object must be recreated)";
    const isPlain = selector.at("matchLabels") === undefined && selector.at("matchExpressions") === undefined;
    for (const { name: key, value } of (isPlain ? selector : selector.at("matchLabels"))?.entries() ?? []) {
      const requiredValue = labelText(value);
      if (requiredValue === undefined) continue;
      const podValue = podLabels.get(key);
      if (podValue === requiredValue) continue;
      const data = {
        title,
        recreation,
        key,
        requirement: `with ${key}: ${requiredValue || '""'}`,
        requiredValue,
        podValue,
        template,
        last: isLast(value),
      };
      yield { at: value, onKey: podValue === undefined, data, related: related(labels, key) };
    }
    for (const expression of selector.at("matchExpressions")?.items() ?? []) {
      const key = expression.at("key");
      const operator = expression.at("operator")?.string ?? "";
      const values = (expression.at("values")?.items() ?? []).map((item) => labelText(item) ?? "");
      const podValue = podLabels.get(key?.string ?? "");
      if (!key?.string || meets(operator, values, podValue)) continue;
      const requiredValue = operator === "In" && values.length === 1 ? values[0] : undefined;
      const requirement = requirementText(key.string, operator, values);
      const data = {
        title,
        recreation,
        key: key.string,
        requirement,
        requiredValue,
        podValue,
        template,
        last: true,
      };
      yield { at: key, onKey: false, data, related: related(labels, key.string) };
    }
  },

  message: ({ title, key, requirement, podValue }) =>
    `${title} selects pods ${requirement}, but its pod template has ${podValue === undefined ? `no label ${key}` : `${key}: ${podValue || '""'}`}, so the API server rejects it.`,

  fixClasses: ["review"],
  *fixes({ data: { key, requiredValue, template, podValue, recreation, last }, at, onKey }, edit) {
    if (requiredValue !== undefined) {
      // Review: other selectors that use the current label no longer match the pods.
      yield {
        class: "review",
        title: `Set pod label ${key} to ${requiredValue || '""'}`,
        edits: [edit.set(template, ["metadata", "labels", key], requiredValue, { before: ["spec"] })],
      };
    }
    if (podValue !== undefined && requiredValue === labelText(at) && !onKey) {
      // Review: the selector of an existing object cannot be changed, so the object must be recreated.
      yield {
        class: "review",
        title: `Set ${key} to ${podValue} in the selector${recreation}`,
        edits: [edit.setValue(at, podValue)],
      };
    }
    // Review: as above, and the wider selector might match other pods.
    yield {
      class: "review",
      title: `Remove ${key} from the selector${recreation}`,
      edits: onKey && !last ? [edit.remove(at)] : undefined,
    };
  },
});

/** The selector that must match. Pods have no selector, and a Job has a generated one unless manualSelector is set. */
function requiredSelector({ kind, group, root }: Workload): Value | undefined {
  if (kind === "CronJob" || group === "serving.knative.dev") return undefined;
  if (kind === "Job" && root.at("spec", "manualSelector")?.value !== true) return undefined;
  const selector = root.at("spec", "selector");
  return selector?.isMap && !selector.entries().some(({ name }) => isTemplated(name)) ? selector : undefined;
}

function meets(operator: string, values: readonly string[], podValue: string | undefined): boolean {
  if (operator === "In") return podValue !== undefined && values.includes(podValue);
  if (operator === "NotIn") return podValue === undefined || !values.includes(podValue);
  return operator === "Exists"
    ? podValue !== undefined
    : operator !== "DoesNotExist" || podValue === undefined;
}

/** A match expression, as text after "pods". */
function requirementText(key: string, operator: string, values: readonly string[]): string {
  const list = values.map((value) => value || '""').join(" or ");
  switch (operator) {
    case "In":
      return `with ${key}: ${list}`;
    case "NotIn":
      return `without ${key}: ${list}`;
    case "Exists":
      return `with label ${key}`;
    default:
      return `without label ${key}`;
  }
}

/** Whether it is the only requirement of the selector. */
function isLast(value: Value): boolean {
  return (value.parent?.entries().length ?? 0) < 2;
}

function related(labels: Value | undefined, key: string) {
  const at = labels?.at(key) ?? labels;
  return at ? [{ at, message: "The labels of the pod template" }] : [];
}
