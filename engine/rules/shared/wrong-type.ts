import type { TypedValue } from "../../kubernetes/field-problems.ts";
import type { FieldType } from "../../kubernetes/type-reader.ts";
import type { Value } from "../../kubernetes/value.ts";
import type { PlainValue } from "../../yaml/edit/change.ts";

/** The type of a value, in words for messages. */
export function actualType({ node, value }: Value): string | undefined {
  if (node?.kind === "map") return "a mapping";
  if (node?.kind === "sequence") return "a list";
  if (typeof value === "string") return "a string";
  return `the ${typeof value} ${node?.kind === "scalar" ? node.text : ""}`;
}

/** The type that a field requires, in words for messages. */
export function requiredType(type: FieldType): string | undefined {
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

/** The only possible meaning of a text as this type; `undefined` if there is none. */
export function meaningAs({ at, type }: TypedValue): PlainValue | undefined {
  const text = at.string;
  if (text === undefined) return undefined;
  if (type.of === "integer" && /^-?(?:0|[1-9]\d{0,8})$/.test(text)) return Number(text);
  if (type.of === "boolean" && /^(?:true|false)$/i.test(text)) return text.toLowerCase() === "true";
  const isWord = type.of === "list" && /^(?:string|enum)$/.test(type.items.of) && /^[\w./-]+$/.test(text);
  return isWord ? [text] : undefined;
}

/** The title of a fix that replaces a string with its meaning. */
export function replacementTitle(value: PlainValue): string {
  return Array.isArray(value)
    ? `Replace the string with the list [${value.join(", ")}]`
    : `Replace the string with the ${typeof value} ${String(value)}`;
}
