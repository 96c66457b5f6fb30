import { crampedPair } from "../../kubernetes/cramped-pairs.ts";
import { mistypedValues, type TypedValue } from "../../kubernetes/field-problems.ts";
import type { FieldType } from "../../kubernetes/field-types.ts";
import { isFilledIn } from "../../kubernetes/filled-in.ts";
import { subjectOf } from "../../kubernetes/subject.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, resources } from "../../rule/rule.ts";
import type { PlainValue } from "../../yaml/edit/change.ts";

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
          value: valueFor({ at, type }),
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
        title: Array.isArray(value)
          ? `Replace the string with the list [${value.join(", ")}]`
          : `Replace the string with the ${typeof value} ${String(value)}`,
        edits: [edit.setValue(at, value)],
      };
    }
  },
});

/** The type of a value, in words for messages. */
function actualType({ node, value }: Value): string | undefined {
  if (node?.kind === "map") return "a mapping";
  if (node?.kind === "sequence") return "a list";
  if (typeof value === "string") return "a string";
  return `the ${typeof value} ${node?.kind === "scalar" ? node.text : ""}`;
}

/** The type that a field requires, in words for messages. */
function requiredType(type: FieldType): string | undefined {
  switch (type.of) {
    case "string":
    case "bytes":
    case "time":
    case "enum":
      return "a string";
    case "quantity":
      return "a quantity";
    case "boolean":
      return "true or false";
    case "number":
      return "a number";
    case "integer":
      return type.bits === 32 ? "a 32-bit integer" : "an integer";
    case "integer or string":
      return "an integer or a string";
    case "list":
      return "a list";
    case "map":
    case "object":
      return "a mapping";
    default:
      return undefined;
  }
}

function isText({ of }: FieldType): boolean {
  return of === "string" || of === "bytes";
}

/** The only possible meaning of a text as this type; `undefined` if there is none. */
function valueFor({ at, type }: TypedValue): PlainValue | undefined {
  const text = at.string;
  if (text === undefined) return undefined;
  if (type.of === "integer" && /^-?(?:0|[1-9]\d{0,8})$/.test(text)) return Number(text);
  if (type.of === "boolean" && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  const isWord = type.of === "list" && /^(?:string|enum)$/.test(type.items.of) && /^[\w./-]+$/.test(text);
  return isWord ? [text] : undefined;
}
