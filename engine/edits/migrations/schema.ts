import type { Value } from "../../kubernetes/value.ts";
import type { TextEdit } from "../../text/range.ts";
import { jsonStyle, pairEnd } from "../../yaml/edit/insert.ts";
import type { MapNode } from "../../yaml/node.ts";
import { column, lineBreak, lineEnd } from "../../yaml/trivia.ts";

/** What a schema needs to become structural. */
export interface Structure {
  /** Insertions into the document. */
  readonly edits: readonly TextEdit[];
  /** A type was added, so values of other types are now rejected. */
  readonly isTyped: boolean;
}

const preserve = "x-kubernetes-preserve-unknown-fields";

/**
 * Makes a schema structural, as `apiextensions.k8s.io/v1` requires; `undefined` if that needs a person. Source:
 * https://github.com/kubernetes/kubernetes/blob/v1.36.3/staging/src/k8s.io/apiextensions-apiserver/pkg/apiserver/schema/validation.go
 *
 * @param unknown what happens to unknown fields so far: they are removed, or kept because the definition says so or by
 *   default. Objects without any fields still keep all of them.
 */
export function structureOf(
  root: Value,
  text: string,
  unknown: "removed" | "kept" | "default",
): Structure | undefined {
  const edits: TextEdit[] = [];
  let isTyped = false;
  return root.at("additionalProperties") === undefined && isStructural(root, "root")
    ? { edits, isTyped }
    : undefined;

  function isStructural(schema: Value, level: "root" | "metadata" | "inner"): boolean {
    if (!schema.isMap || schema.shared || isForbidden(schema)) return false;
    const [properties, items] = [schema.at("properties"), schema.at("items")];
    const additional = schema.at("additionalProperties");
    if (!hasListKeys(schema)) return false;
    if (level === "metadata" && (properties || schema.entries().length > 1)) return false;
    const fields = properties?.entries() ?? [];
    const isComplete =
      fields.every(({ name, value }) =>
        isStructural(value, level === "root" && name === "metadata" ? "metadata" : "inner"),
      ) &&
      (!items || isStructural(items, "inner")) &&
      (!additional?.isMap || isStructural(additional, "inner")) &&
      junctors.every((name) => isJunctorStructural(schema, name));
    // Insertions at one place keep their order, so what is inside comes first.
    return isComplete && isTypeKnown(schema) && keepsFields(schema, level);
  }

  function isTypeKnown(schema: Value): boolean {
    const type = schema.at("type")?.string;
    if (type === "array" && !schema.at("items")) return false;
    if (type !== undefined) return types.has(type);
    if (schema.at("x-kubernetes-int-or-string")?.value === true || schema.at(preserve)?.value === true)
      return true;
    if (isIntegerOrString(schema)) return insert(schema, "x-kubernetes-int-or-string", "true");
    const inferred = impliedType(schema);
    if (inferred === undefined) return false;
    isTyped = true;
    return insert(schema, "type", inferred);
  }

  function keepsFields(schema: Value, level: "root" | "metadata" | "inner"): boolean {
    if (unknown === "removed" || level === "metadata" || schema.at(preserve)) return true;
    const isOpen =
      schema.at("type")?.string === "object" &&
      !schema.at("properties") &&
      !schema.at("additionalProperties");
    if (!isOpen && !(level === "root" && unknown === "kept")) return true;
    return insert(schema, preserve, "true");
  }

  function insert(schema: Value, name: string, value: string): boolean {
    const map = schema.node;
    const last = map?.kind === "map" ? map.pairs.at(-1) : undefined;
    if (map?.kind !== "map" || !last) return false;
    const end = pairEnd(text, last);
    const at = map.flow ? end : lineEnd(text, text[end - 1] === "\n" ? end - 1 : end);
    const lead = map.flow ? ", " : lineBreak(text) + " ".repeat(column(text, last.key.propertiesStart));
    edits.push({ start: at, end: at, text: `${lead}${pairText(map, name, value)}` });
    return true;
  }
}

function pairText(map: MapNode, name: string, value: string): string {
  if (jsonStyle(map) !== true) return `${name}: ${value}`;
  return `"${name}": ${value === "true" ? value : `"${value}"`}`;
}

/** Whether a schema has something that no structural schema can have. */
function isForbidden(schema: Value): boolean {
  const hasBoth = schema.at("properties") && schema.at("additionalProperties");
  return Boolean(hasBoth || schema.at("$ref")) || schema.at("uniqueItems")?.value === true;
}

/** The type of values that the rest of a schema is about. */
function impliedType(schema: Value): string | undefined {
  if (schema.at("properties") || schema.at("additionalProperties")) return "object";
  if (schema.at("items")) return "array";
  const choices = schema.at("enum")?.items() ?? [];
  return choices.length > 0 && choices.every(({ string }) => string !== undefined) ? "string" : undefined;
}

const types = new Set(["array", "boolean", "integer", "number", "object", "string"]);

/** Whether the keys of a list are required or have a default. */
function hasListKeys(schema: Value): boolean {
  const items = schema.at("items");
  const required = items?.at("required")?.items() ?? [];
  return (schema.at("x-kubernetes-list-map-keys")?.items() ?? []).every(
    ({ string: key = "" }) =>
      required.some((name) => name.string === key) || items?.at("properties", key, "default") !== undefined,
  );
}

const junctors = ["anyOf", "allOf", "oneOf", "not"] as const;

/** What a part of a logical combination can contain without the rest of the schema. */
const allowed = new Set([
  ...["required", "pattern", "format", "enum", "minimum", "maximum", "minLength", "maxLength"],
  ...["minItems", "maxItems", "exclusiveMinimum", "exclusiveMaximum"],
]);

function isJunctorStructural(schema: Value, name: (typeof junctors)[number]): boolean {
  const value = schema.at(name);
  if (!value || (name === "anyOf" && isIntegerOrString(schema))) return true;
  return (value.isMap ? [value] : value.items()).every((part) =>
    part
      .entries()
      .every((entry) =>
        junctors.some((other) => other === entry.name)
          ? isJunctorStructural(part, entry.name as (typeof junctors)[number])
          : allowed.has(entry.name),
      ),
  );
}

/** The API server recognizes the pattern only in this order. */
function isIntegerOrString(schema: Value): boolean {
  const types = (schema.at("anyOf")?.items() ?? []).map((item) =>
    item.entries().length === 1 ? item.at("type")?.string : undefined,
  );
  return types.join() === "integer,string";
}
