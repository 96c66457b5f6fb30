import { isFilledIn } from "../../kubernetes/filled-in.ts";
import { subjectOf } from "../../kubernetes/subject.ts";
import { malformedValues } from "../../kubernetes/value-forms.ts";
import { defineRule, resources } from "../../rule/rule.ts";

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
  on: resources,

  *check(resource) {
    for (const { at, problem } of malformedValues(resource)) {
      if (at.string === "" || isFilledIn(at)) continue;
      const text = at.scalar?.text.slice(0, 60) ?? "";
      const value = at.string === undefined ? text : `"${text}"`;
      yield { at, data: { subject: subjectOf(resource, at), field: at.fieldText, text, value, problem } };
    }
  },

  message: ({ subject, field, value, problem }) =>
    `${subject} sets ${field} to ${value}, ${problem}, so the API server rejects it.`,

  fixClasses: ["review"],
  *fixes({ data: { text, problem }, at }, edit) {
    if (problem.endsWith("slash")) {
      // Review: the API server rejects the path as written, but a different path might be meant.
      yield { class: "review", title: `Set path to /${text}`, edits: [edit.setValue(at, `/${text}`)] };
    }
  },
});
