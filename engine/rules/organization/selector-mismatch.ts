import { labelText, readLabels, readSelector } from "../../kubernetes/labels.ts";
import { isTemplated, type Workload } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

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
  summary: "A workload's selector does not match the labels of its own pods.",
  why: "The API server rejects it, because the workload could never find the pods that it makes.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector"],
  on: workloads,

  *check(workload) {
    const selector = ownSelector(workload);
    const labels = workload.template.at("metadata", "labels");
    const known = readLabels(labels);
    if (!selector || !known || !readSelector(selector)) return;
    const { kind, template } = workload;
    const isPlain = selector.at("matchLabels") === undefined && selector.at("matchExpressions") === undefined;
    for (const { name: key, value } of (isPlain ? selector : selector.at("matchLabels"))?.entries() ?? []) {
      const wanted = labelText(value);
      if (wanted === undefined) continue;
      const actual = known.get(key);
      if (actual === wanted) continue;
      const data = {
        kind,
        key,
        asks: `${key}: ${wanted || '""'}`,
        wanted,
        actual,
        template,
        last: isLast(value),
      };
      yield { at: value, onKey: actual === undefined, data, related: related(labels, key) };
    }
    for (const expression of selector.at("matchExpressions")?.items() ?? []) {
      const key = expression.at("key");
      const operator = expression.at("operator")?.string ?? "";
      const values = (expression.at("values")?.items() ?? []).map((item) => labelText(item) ?? "");
      const actual = known.get(key?.string ?? "");
      if (!key?.string || meets(operator, values, actual)) continue;
      const wanted = operator === "In" && values.length === 1 ? values[0] : undefined;
      const asks = `${key.string} ${operator}${values.length > 0 ? ` (${values.join(", ")})` : ""}`;
      const data = { kind, key: key.string, asks, wanted, actual, template, last: true };
      yield { at: key, onKey: false, data, related: related(labels, key.string) };
    }
  },

  message: ({ kind, key, asks, actual }) =>
    `The selector requires ${asks}, but the pod template has ${actual === undefined ? `no label ${key}` : `${key}: ${actual || '""'}`}, so the API server rejects the ${kind}.`,

  fixes: [
    {
      // Review: what else selects the pods by their present label no longer finds them.
      class: "review",
      title: ({ key, wanted }) => `Label the pods ${key}: ${wanted || '""'}`,
      edits: ({ data: { template, key, wanted } }, edit) =>
        wanted === undefined
          ? undefined
          : [edit.set(template, ["metadata", "labels", key], wanted, { before: ["spec"] })],
    },
    {
      // Review: the selector of an object that exists cannot be changed; it must be made anew.
      class: "review",
      title: ({ actual }) => `Select "${actual}" instead (only for a new object)`,
      edits: ({ at, data: { actual, wanted }, onKey }, edit) =>
        actual !== undefined && wanted === labelText(at) && !onKey ? [edit.setValue(at, actual)] : undefined,
    },
    {
      // Review: as above, and a wider selector may take pods of others.
      class: "review",
      title: ({ key }) => `Remove ${key} from the selector (only for a new object)`,
      edits: ({ at, data: { last }, onKey }, edit) => (onKey && !last ? [edit.remove(at)] : undefined),
    },
  ],
});

/** The selector that must match; a Pod has none, and a Job gets its own unless it is told otherwise. */
function ownSelector({ kind, group, root }: Workload): Value | undefined {
  if (kind === "CronJob" || group === "serving.knative.dev") return undefined;
  if (kind === "Job" && root.at("spec", "manualSelector")?.value !== true) return undefined;
  const selector = root.at("spec", "selector");
  return selector?.isMap && !selector.entries().some(({ name }) => isTemplated(name)) ? selector : undefined;
}

function meets(operator: string, values: readonly string[], actual: string | undefined): boolean {
  if (operator === "In") return actual !== undefined && values.includes(actual);
  if (operator === "NotIn") return actual === undefined || !values.includes(actual);
  return operator === "Exists" ? actual !== undefined : operator !== "DoesNotExist" || actual === undefined;
}

/** Whether nothing would be left to select by. */
function isLast(value: Value): boolean {
  return (value.parent?.entries().length ?? 0) < 2;
}

function related(labels: Value | undefined, key: string) {
  const at = labels?.at(key) ?? labels;
  return at ? [{ at, message: "The pod template's labels are here." }] : [];
}
