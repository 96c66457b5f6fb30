import { isFilledIn } from "../../kubernetes/filled-in.ts";
import { subjectOf } from "../../kubernetes/subject.ts";
import type { Value } from "../../kubernetes/value.ts";
import { malformedValues } from "../../kubernetes/value-forms.ts";
import { defineRule, resources, withDefinitions } from "../../rule/rule.ts";
import { certaintyOf, rejection } from "../shared/custom-kind.ts";

export default defineRule({
  id: "value-malformed",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A value is out of range or does not have the form that its field requires.",
  why: "The API server rejects port numbers outside 1 to 65535, negative counts, paths without a leading slash, unknown field paths and invalid address ranges.",
  links: [
    "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/",
    "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
  ],
  on: withDefinitions(resources),

  *check(resource, { workspace }) {
    const custom = workspace.customKind(resource.apiVersion, resource.kind);
    const builtIn = new Set(custom && [...malformedValues(resource)].map(({ at }) => at.node));
    for (const { at, problem } of malformedValues(resource, custom?.types)) {
      if (isFilledIn(at)) continue;
      const certainty = certaintyOf(custom, builtIn.has(at.node));
      const text = at.scalar?.text.slice(0, 60) ?? "";
      const data = { subject: subjectOf(resource, at), field: at.fieldText, text, value: shown(at), problem };
      yield { at, ...certainty.severity, data: { ...data, certainty } };
    }
  },

  message: ({ subject, field, value, problem, certainty }) =>
    `${subject} sets ${field} to ${value}, ${problem}, so ${rejection(certainty)}.`,

  fixClasses: ["review"],
  *fixes({ data: { text, problem }, at }, edit) {
    if (problem.endsWith("must start with a slash")) {
      // Review: the API server rejects the path as written, but a different path might be meant.
      yield { class: "review", title: `Set path to /${text}`, edits: [edit.setValue(at, `/${text}`)] };
    }
  },
});

/** A value in words. */
function shown(at: Value): string {
  const { node, string } = at;
  if (node?.kind === "sequence") return counted(node.items.length, "item", "items");
  if (node?.kind === "map") return counted(node.pairs.length, "entry", "entries");
  const text = at.scalar?.text.slice(0, 60) ?? "";
  return string === undefined ? text : `"${text}"`;
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? `no ${many}` : `${count} ${count === 1 ? one : many}`;
}
