import { mistypedValues } from "../../kubernetes/field-problems.ts";
import { isFilledInText } from "../../kubernetes/filled-in.ts";
import { fieldOf, subjectOf } from "../../kubernetes/subject.ts";
import { defineRule, resources, withDefinitions } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";
import { isTypo } from "../../workspace/typo.ts";
import { certaintyOf } from "../shared/custom-kind.ts";

export default defineRule({
  id: "value-not-allowed",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A field has a value that the API does not allow.",
  why: "Fields such as protocol, type and pathType allow only certain values and are case-sensitive. The API server rejects the object for any other value.",
  links: [
    "https://kubernetes.io/docs/reference/using-api/api-concepts/",
    "https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#constants",
  ],
  on: withDefinitions(resources),

  *check(resource, { workspace }) {
    const custom = workspace.customKind(resource.apiVersion, resource.kind);
    const builtIn = mistypedValues(resource);
    for (const typed of mistypedValues(resource, custom?.types)) {
      const { at, type } = typed;
      const text = at.string ?? (at.isNull ? undefined : at.scalar?.text);
      if (type.of !== "enum" || text === undefined || isFilledInText(text)) continue;
      const { values } = type;
      const meant = values.find((value) => value.toLowerCase() === text.trim().toLowerCase());
      const similar = values.filter((value) => isTypo(text, value));
      const certainty = certaintyOf(custom, builtIn.includes(typed));
      yield {
        at,
        ...certainty.severity,
        data: {
          subject: subjectOf(resource, at),
          field: fieldOf(resource, at),
          name: at.fieldText.replace(/^.*\./, ""),
          text: at.string === undefined ? text : `"${text.slice(0, 40)}"`,
          values,
          meant,
          similar,
          isCertain: certainty.isCertain,
        },
      };
    }
  },

  message: ({ subject, field, text, values, isCertain }) =>
    `${subject} sets ${field} to ${text}, but ${isCertain ? "the API server" : "its CRD"} accepts only ${listed(values)}.`,

  fixClasses: ["safe", "review"],
  *fixes({ data: { name, meant, similar, isCertain }, at }, edit) {
    if (meant !== undefined) {
      // Safe: the API server rejects the value as written, and only its case differs.
      // Review: the cluster might accept it.
      yield {
        class: isCertain ? "safe" : "review",
        title: `Set ${name} to ${meant}`,
        edits: [edit.setValue(at, meant)],
      };
    }
    if (meant === undefined && similar.length === 1) {
      // Review: the most similar allowed value is probably meant.
      yield {
        class: "review",
        title: `Set ${name} to ${similar[0]}`,
        edits: [edit.setValue(at, similar[0]!)],
      };
    }
  },
});

/** The allowed values, shortened if there are many. */
function listed(values: readonly string[]): string {
  const most = 6;
  const names = [...values].filter((value) => value !== "").sort();
  if (most < names.length) return `${names.slice(0, most).join(", ")} or ${names.length - most} more`;
  return sentenceList(names, "or");
}
