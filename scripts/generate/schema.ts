import { customRuleShapes, editShapes, fileShapes, overrideShapes } from "../../engine/config/keys.ts";
import { presets, type Rule, rules, severities } from "../../engine/index.ts";
import { scopeShapes } from "../../engine/settings/scope.ts";
import type { Shape } from "../../engine/settings/shape.ts";

type Emit = (path: string, text: string) => void;
type Schema = Readonly<Record<string, unknown>>;

/**
 * `schemas/kubewright.schema.json`: the allowed content of a `.kubewright.yaml`, for editors that support JSON schemas.
 * `schemas/kubewright.completion.schema.json`: the same for Red Hat's YAML extension next to ours. It only completes
 * and explains, because our extension reports mistakes itself, with suggestions. `schemas/settings.schema.json`: the
 * rules in VS Code's settings.json.
 */
export function writeSchema(emit: Emit): void {
  const schema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Kubewright configuration",
    type: "object",
    additionalProperties: false,
    properties: properties(fileShapes),
    definitions: {
      rules: { type: ["object", "null"], ...rulesSchema() },
      override: {
        type: "object",
        additionalProperties: false,
        anyOf: (["files", "namespaces", "kinds", "names", "labels"] as const).map((name) => ({
          required: [name],
        })),
        properties: properties(overrideShapes),
      },
    },
  };
  emit("schemas/kubewright.schema.json", `${JSON.stringify(schema, null, 2)}\n`);
  emit("schemas/kubewright.completion.schema.json", `${JSON.stringify(lenient(schema), null, 2)}\n`);
  const settings = {
    $schema: "http://json-schema.org/draft-07/schema#",
    properties: { "kubewright.rules": { $ref: "./kubewright.completion.schema.json#/definitions/rules" } },
  };
  emit("schemas/settings.schema.json", `${JSON.stringify(settings, null, 2)}\n`);
}

/** Keywords that only restrict a text. */
const restricting: ReadonlySet<string> = new Set(["not", "oneOf", "pattern", "required"]);

/** The same schema without any restrictions that a text could violate. */
function lenient(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lenient);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).flatMap(([name, value]): [string, unknown][] => {
    if (name === "enum") return [["examples", value]];
    if (restricting.has(name) || (name === "additionalProperties" && value === false)) return [];
    if (name === "type" && value !== "object" && value !== "array") return [];
    // Its keys are names of settings, one of which is "required".
    if (name === "properties") return [[name, eachLenient(value as Schema)]];
    return [[name, lenient(value)]];
  });
  return Object.fromEntries(entries);
}

function eachLenient(schemas: Schema): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, lenient(schema)]));
}

/** The choices for each rule by id, as in settings and configuration files. */
function rulesSchema(): Schema {
  const ours = rules.map((rule) => {
    const markdownDescription = `${rule.summary} ${rule.why} Severity: \`${rule.severity}\`.`;
    return [rule.id, { markdownDescription, ...choiceSchema(rule.options) }];
  });
  // A schema cannot distinguish custom rules from misspelled ids.
  return { properties: Object.fromEntries(ours), additionalProperties: choiceSchema() };
}

/** The allowed choices for a rule: its severity, or its severity with options. */
export function choiceSchema(options?: Rule["options"]): Schema {
  const severity = { enum: [...severities, "off"] };
  return {
    anyOf: [
      severity,
      {
        type: "object",
        additionalProperties: false,
        properties: { severity, ...(options && { options: optionSchema(options) }) },
      },
    ],
  };
}

/** A custom rule, without references, because package.json has no place for definitions. */
export function customRuleSchema(): Schema {
  return {
    type: "object",
    additionalProperties: false,
    required: ["id", "expression"],
    properties: properties(customRuleShapes),
  };
}

function editSchema(): Schema {
  return {
    type: "object",
    additionalProperties: false,
    oneOf: (["set", "append", "remove", "rename"] as const).map((name) => ({ required: [name] })),
    properties: properties(editShapes),
  };
}

/** A schema for each key, with its description also for editors that do not render Markdown. */
function properties(shapes: Readonly<Record<string, Shape>>): Schema {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [
      name,
      { description: shape.description, markdownDescription: shape.description, ...schemaOf(shape) },
    ]),
  );
}

function mapping(shapes: Readonly<Record<string, Shape>>): Schema {
  return { type: "object", additionalProperties: false, properties: properties(shapes) };
}

const strings = { type: "array", items: { type: "string" } } as const;

function schemaOf(shape: Shape): Schema {
  switch (shape.type) {
    case "text":
    case "file":
    case "key":
    case "selector":
      return { type: "string" };
    case "flag":
      return { type: "boolean" };
    case "version":
      // YAML reads 1.30 without quotes as a number.
      return { type: ["string", "number"], pattern: "^v?1\\.\\d+(\\.\\d+)?$" };
    case "strings":
    case "globs":
      return strings;
    case "texts":
      return { type: "object", additionalProperties: { type: "string" } };
    case "lists":
      return { type: "object", additionalProperties: { anyOf: [{ type: ["string", "null"] }, strings] } };
    case "scopes":
      return { type: "object", additionalProperties: { anyOf: [{ type: "null" }, mapping(scopeShapes)] } };
    case "extends": {
      const reference = { type: "string", examples: presets } as const;
      return { anyOf: [reference, { type: "array", items: reference }] };
    }
    case "choice":
      return { enum: shape.choices };
    case "rules":
      return { $ref: "#/definitions/rules" };
    case "overrides":
      return { type: "array", items: { $ref: "#/definitions/override" } };
    case "custom-rules":
      return { type: "array", items: customRuleSchema() };
    case "edits":
      return { type: "array", items: editSchema() };
    case "any":
      return {};
    case "group":
      return { ...mapping(shape.keys), ...(shape.oneOf && { not: { required: shape.oneOf } }) };
  }
}

function optionSchema(options: NonNullable<Rule["options"]>): Schema {
  const types = {
    names: strings,
    number: { type: "number" },
    boolean: { type: "boolean" },
    choice: {},
  };
  const entries = Object.entries(options).map(([name, option]) => [
    name,
    {
      ...types[option.type],
      ...(option.choices && { enum: option.choices }),
      default: option.default,
      markdownDescription: option.description,
    },
  ]);
  return { type: "object", additionalProperties: false, properties: Object.fromEntries(entries) };
}
