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
    const common = {
      title: titleOf(workload),
      template: workload.template,
      // Only a ReplicationController can get a different selector.
      recreation: workload.kind === "ReplicationController" ? "" : " (an existing object must be recreated)",
    };
    for (const mismatch of [
      ...mismatchedLabels(selector, podLabels),
      ...mismatchedExpressions(selector, podLabels),
    ]) {
      const { at, onKey, ...data } = mismatch;
      yield { at, onKey, data: { ...common, ...data }, related: related(labels, data.key) };
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

/** A requirement of a selector that the labels of the pod template do not meet. */
interface Mismatch {
  readonly at: Value;
  readonly onKey: boolean;
  readonly key: string;
  /** The requirement, as text after "pods". */
  readonly requirement: string;
  /** The only value that meets it. */
  readonly requiredValue: string | undefined;
  readonly podValue: string | undefined;
  /** Whether the selector would be empty without it. */
  readonly last: boolean;
}

type PodLabels = ReadonlyMap<string, string>;

function mismatchedLabels(selector: Value, podLabels: PodLabels): readonly Mismatch[] {
  const isPlain = selector.at("matchLabels") === undefined && selector.at("matchExpressions") === undefined;
  const labels = isPlain ? selector : selector.at("matchLabels");
  return (labels?.entries() ?? []).flatMap(({ name: key, value }) => {
    const requiredValue = labelText(value);
    const podValue = podLabels.get(key);
    if (requiredValue === undefined || podValue === requiredValue) return [];
    const requirement = `with ${key}: ${requiredValue || '""'}`;
    const onKey = podValue === undefined;
    return { at: value, onKey, key, requirement, requiredValue, podValue, last: isLast(value) };
  });
}

function mismatchedExpressions(selector: Value, podLabels: PodLabels): readonly Mismatch[] {
  return (selector.at("matchExpressions")?.items() ?? []).flatMap((expression) => {
    const at = expression.at("key");
    const key = at?.string;
    if (!at || !key) return [];
    const operator = expression.at("operator")?.string ?? "";
    const values = (expression.at("values")?.items() ?? []).map((item) => labelText(item) ?? "");
    const podValue = podLabels.get(key);
    if (meets(operator, values, podValue)) return [];
    const requiredValue = operator === "In" && values.length === 1 ? values[0] : undefined;
    const requirement = requirementText(key, operator, values);
    return { at, onKey: false, key, requirement, requiredValue, podValue, last: true };
  });
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
