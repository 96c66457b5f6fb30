import { crampedPair } from "../../kubernetes/cramped-pairs.ts";
import { mistypedValues, type TypedValue } from "../../kubernetes/field-problems.ts";
import type { FieldType } from "../../kubernetes/field-types.ts";
import { isFilledIn } from "../../kubernetes/filled-in.ts";
import { subjectOf } from "../../kubernetes/subject.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, resources } from "../../lint/rule.ts";
import type { PlainValue } from "../../yaml/edit/change.ts";

export default defineRule({
  id: "value-wrong-type",
  category: "organization",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A field has a value of the wrong type.",
  why: "The API server converts nothing: a number in quotes, a text instead of a list or a list instead of a mapping makes it reject the whole object.",
  links: ["https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation"],
  on: resources,

  *check(resource) {
    for (const { at, type } of mistypedValues(resource)) {
      const found = foundIn(at);
      const wanted = wantedOf(type);
      if (found === undefined || wanted === undefined || isFilledIn(at)) continue;
      // A number or boolean where a string belongs lacks only its quotes, which another rule says.
      if (wanted === "a string" && at.scalar) continue;
      if (wanted === "a mapping" && crampedPair(at) !== undefined) continue;
      yield {
        at,
        data: {
          subject: subjectOf(resource, at),
          field: at.fieldText,
          found,
          wanted,
          value: valueFor({ at, type }),
        },
      };
    }
  },

  message: ({ subject, field, found, wanted }) =>
    `${subject} has ${found} in ${field}, which must be ${wanted}, so the API server rejects it.`,

  fixes: [
    {
      // Safe: the API server could not accept the old text, and this is the only value that it can mean.
      class: "safe",
      title: ({ value }) =>
        Array.isArray(value)
          ? "Make it a list"
          : `Replace the string with the ${typeof value} ${String(value)}`,
      edits: ({ at, data: { value } }, edit) =>
        value === undefined ? undefined : [edit.setValue(at, value)],
    },
  ],
});

/** What stands there, as a sentence has it; `undefined` where it is only a string that is not allowed. */
function foundIn({ node, value }: Value): string | undefined {
  if (node?.kind === "map") return "a mapping";
  if (node?.kind === "sequence") return "a list";
  if (typeof value === "string") return "a string";
  return `the ${typeof value} ${node?.kind === "scalar" ? node.text : ""}`;
}

function wantedOf(type: FieldType): string | undefined {
  switch (type.of) {
    case "string":
    case "bytes":
    case "time":
      return "a string";
    case "boolean":
      return "true or false";
    case "number":
      return "a number";
    case "integer":
      return type.bits === 32 ? "an integer of 32 bits" : "an integer";
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

/** The only value that a text can mean. */
function valueFor({ at, type }: TypedValue): PlainValue | undefined {
  const text = at.string;
  if (text === undefined) return undefined;
  if (type.of === "integer" && /^-?(?:0|[1-9]\d{0,8})$/.test(text)) return Number(text);
  if (type.of === "boolean" && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  const isWord = type.of === "list" && /^(?:string|enum)$/.test(type.items.of) && /^[\w./-]+$/.test(text);
  return isWord ? [text] : undefined;
}
