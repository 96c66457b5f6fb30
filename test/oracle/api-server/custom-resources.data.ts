/** A definition that uses what structural schemas can say, and objects of its kind, valid and not. */

const object = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: "object",
  properties,
  ...more,
});

const text = { type: "string" };

const spec = object(
  {
    size: { type: "integer", minimum: 1, maximum: 5 },
    ratio: { type: "number" },
    big: { type: "integer", format: "int64" },
    on: { type: "boolean" },
    mode: { type: "string", enum: ["Fast", "Slow"] },
    code: { type: "string", pattern: "^[a-z]+$", minLength: 2, maxLength: 5 },
    color: { type: "string", default: "red" },
    port: { "x-kubernetes-int-or-string": true },
    memory: {
      "x-kubernetes-int-or-string": true,
      anyOf: [{ type: "integer" }, { type: "string" }],
      pattern: "^[0-9]+(Ki|Mi|Gi)?$",
    },
    tags: { type: "array", minItems: 1, maxItems: 2, items: text },
    labels: { type: "object", additionalProperties: text, maxProperties: 2 },
    maybe: { type: "string", nullable: true },
    extra: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    half: object({ known: text }, { "x-kubernetes-preserve-unknown-fields": true }),
    anything: { "x-kubernetes-preserve-unknown-fields": true },
    loose: {
      type: "array",
      "x-kubernetes-preserve-unknown-fields": true,
      items: { type: "object" },
    },
    nothing: { type: "object" },
    other: {
      type: "object",
      "x-kubernetes-embedded-resource": true,
      "x-kubernetes-preserve-unknown-fields": true,
    },
    nested: object({ deep: object({ name: text }, { required: ["name"] }) }),
    "odd name": text,
  },
  { required: ["mode", "color", "maybe"] },
);

const version = (name: string, served: boolean, storage: boolean) => ({
  name,
  served,
  storage,
  subresources: { status: {} },
  schema: { openAPIV3Schema: object({ spec, status: object({}) }, { required: ["spec"] }) },
});

export const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.kubewright.example" },
  spec: {
    group: "kubewright.example",
    scope: "Namespaced",
    names: { kind: "Widget", plural: "widgets", singular: "widget", listKind: "WidgetList" },
    versions: [version("v1", true, true), version("v1beta1", true, false), version("v1alpha1", false, false)],
  },
};

/** What stands in `spec` besides the required fields, by what is tried. */
export const specs: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "nothing more": {},
  "integer as text": { size: "3" },
  "integer too large": { size: 6 },
  "integer too small": { size: 0 },
  "fraction for integer": { size: 1.5 },
  "whole fraction for integer": { size: 2.0 },
  "integer beyond 32 bits": { big: 5_000_000_000 },
  "integer for number": { ratio: 1 },
  "text for number": { ratio: "1" },
  "text for boolean": { on: "true" },
  "number for boolean": { on: 1 },
  "other case of an enumeration": { mode: "fast" },
  "empty text for an enumeration": { mode: "" },
  "null for a required field": { mode: null },
  "null for a required field with a default": { color: null },
  "null for an optional field": { on: null },
  "pattern that does not match": { code: "ABC" },
  "too short": { code: "a" },
  "too long": { code: "abcdef" },
  "number for text": { code: 12 },
  "port as number": { port: 8080 },
  "port as text": { port: "http" },
  "port as large number": { port: 5_000_000_000 },
  "port as fraction": { port: 1.5 },
  "port as boolean": { port: true },
  "quantity as text": { memory: "1Gi" },
  "quantity that does not match": { memory: "1GB" },
  "quantity as number": { memory: 8_589_934_592 },
  "text for a list": { tags: "a" },
  "empty list": { tags: [] },
  "list that is too long": { tags: ["a", "b", "c"] },
  "number in a list": { tags: [1] },
  "number in a map": { labels: { a: 1 } },
  "map that is too large": { labels: { a: "1", b: "2", c: "3" } },
  "list for a map": { labels: ["a"] },
  "null where it is allowed": { maybe: null },
  "anything in a free object": { extra: { a: { b: 1 } } },
  "text for a free object": { extra: "a" },
  "more in a half-open object": { half: { known: "a", more: 1 } },
  "wrong type in a half-open object": { half: { known: 1 } },
  "text for anything": { anything: "a" },
  "anything in a free list": { loose: [{ a: 1 }, { b: { c: 2 } }] },
  "a field of an object without fields": { nothing: { a: 1 } },
  "embedded resource": { other: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: {} } },
  "unknown field": { sise: 3 },
  "nested unknown field": { nested: { deep: { name: "a", more: 1 } } },
  "nested missing field": { nested: { deep: {} } },
  "null for a nested object": { nested: null },
  "name with a space": { "odd name": "a" },
  "wrong type of a name with a space": { "odd name": 1 },
};
