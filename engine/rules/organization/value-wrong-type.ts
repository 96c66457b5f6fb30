import { crampedPair } from "../../kubernetes/cramped-pairs.ts";
import { mistypedValues } from "../../kubernetes/field-problems.ts";
import { isFilledIn } from "../../kubernetes/filled-in.ts";
import { subjectOf } from "../../kubernetes/subject.ts";
import type { FieldType } from "../../kubernetes/type-reader.ts";
import { defineRule, resources, withDefinitions } from "../../rule/rule.ts";
import { certaintyOf, rejection } from "../shared/custom-kind.ts";
import { actualType, meaningAs, replacementTitle, requiredType } from "../shared/wrong-type.ts";

export default defineRule({
  id: "value-wrong-type",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A field has a value of the wrong type.",
  why: "The API server does not convert values: it rejects the whole object for a number in quotes, or for a string where a list is required.",
  links: ["https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation"],
  on: withDefinitions(resources),

  *check(resource, { workspace }) {
    const custom = workspace.customKind(resource.apiVersion, resource.kind);
    const builtIn = mistypedValues(resource);
    for (const typed of mistypedValues(resource, custom?.types)) {
      const { at, type } = typed;
      const actual = actualType(at);
      const required = requiredType(type);
      if (actual === undefined || required === undefined || isFilledIn(at)) continue;
      // A separate rule reports a number or boolean that only needs quotes.
      if (isText(type) && at.scalar) continue;
      // A separate rule lists the allowed values.
      if (type.of === "enum" && at.scalar) continue;
      if (required === "a mapping" && crampedPair(at) !== undefined) continue;
      const certainty = certaintyOf(custom, builtIn.includes(typed));
      yield {
        at,
        ...certainty.severity,
        data: {
          certainty,
          subject: subjectOf(resource, at),
          field: at.fieldText,
          actual,
          required,
          value: meaningAs({ at, type }),
        },
      };
    }
  },

  message: ({ subject, field, actual, required, certainty }) =>
    `${subject} sets ${field} to ${actual}, but it must be ${required}, so ${rejection(certainty)}.`,

  fixClasses: ["safe", "review"],
  *fixes({ data: { value, certainty }, at }, edit) {
    if (value !== undefined) {
      // Safe: the API server rejects the value as written, and it can have only this meaning.
      // Review: the cluster might accept it.
      yield {
        class: certainty.isCertain ? "safe" : "review",
        title: replacementTitle(value),
        edits: [edit.setValue(at, value)],
      };
    }
  },
});

function isText({ of }: FieldType): boolean {
  return of === "string" || of === "bytes";
}
