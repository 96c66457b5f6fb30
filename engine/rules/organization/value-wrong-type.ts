import { crampedPair } from "../../kubernetes/cramped-pairs.ts";
import { mistypedValues } from "../../kubernetes/field-problems.ts";
import type { FieldType } from "../../kubernetes/field-types.ts";
import { isFilledIn } from "../../kubernetes/filled-in.ts";
import { subjectOf } from "../../kubernetes/subject.ts";
import { defineRule, resources } from "../../rule/rule.ts";
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
  on: resources,

  *check(resource) {
    for (const { at, type } of mistypedValues(resource)) {
      const actual = actualType(at);
      const required = requiredType(type);
      if (actual === undefined || required === undefined || isFilledIn(at)) continue;
      // A separate rule reports a number or boolean that only needs quotes.
      if (isText(type) && at.scalar) continue;
      // A separate rule lists the allowed values.
      if (type.of === "enum" && at.scalar) continue;
      if (required === "a mapping" && crampedPair(at) !== undefined) continue;
      yield {
        at,
        data: {
          subject: subjectOf(resource, at),
          field: at.fieldText,
          actual,
          required,
          value: meaningAs({ at, type }),
        },
      };
    }
  },

  message: ({ subject, field, actual, required }) =>
    `${subject} sets ${field} to ${actual}, but it must be ${required}, so the API server rejects it.`,

  fixClasses: ["safe"],
  *fixes({ data: { value }, at }, edit) {
    if (value !== undefined) {
      // Safe: the API server rejects the value as written, and it can have only this meaning.
      yield {
        class: "safe",
        title: replacementTitle(value),
        edits: [edit.setValue(at, value)],
      };
    }
  },
});

function isText({ of }: FieldType): boolean {
  return of === "string" || of === "bytes";
}
