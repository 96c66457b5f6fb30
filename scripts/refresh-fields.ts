/**
 * Writes data/kubernetes-fields.json, the types of all fields of the built-in kinds: `tsx scripts/refresh-fields.ts
 * <file of a version>…`, oldest first. A file is JSON with `kubernetes`, `resources` (from the discovery API: group,
 * version, kind) and `schemas` (from OpenAPI v3).
 */
import { readFileSync, writeFileSync } from "node:fs";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly "x-kubernetes-group-version-kind"?: readonly Readonly<
    Record<"group" | "version" | "kind", string>
  >[];
}

interface Version {
  readonly kubernetes: string;
  readonly resources: readonly Readonly<Record<"group" | "version" | "kind", string>>[];
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** Types that the API server parses in a special way. */
const special: Readonly<Record<string, string>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": "q",
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "x",
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "t",
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": "t",
};

/** Separate rules check the values of these fields. */
const ownRules = new Set([
  "Container.imagePullPolicy",
  "EphemeralContainer.imagePullPolicy",
  "PodSpec.restartPolicy",
]);

const versions = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")) as Version);
if (versions.length === 0) {
  process.stderr.write("usage: refresh-fields.ts SCHEMAS-OF-A-VERSION…\n");
  process.exit(2);
}

/** What a real API server requires of fields beyond their types, by the names of their types and fields. */
const constraints = new Map(
  readFileSync(new URL("../data/field-constraints.txt", import.meta.url), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [field = "", ...words] = line.split(" ");
      return [field, words] as const;
    }),
);

/** A field in all versions. */
interface Field {
  code: string;
  /** The versions that have it, by their number. */
  readonly versions: number[];
}

/** Fields of all versions: a type keeps what any version knows. */
const fieldsByType = new Map<string, Map<string, Field>>();
const versionsByType = new Map<string, number[]>();
const enums = new Map<string, Set<string>>();
for (const [number, { schemas }] of versions.entries())
  for (const [name, { properties = {} }] of Object.entries(schemas)) {
    const fields = fieldsByType.get(name) ?? new Map<string, Field>();
    fieldsByType.set(name, fields);
    versionsByType.set(name, [...(versionsByType.get(name) ?? []), number]);
    for (const [fieldName, schema] of Object.entries(properties)) {
      const field = fields.get(fieldName) ?? { code: "", versions: [] };
      fields.set(fieldName, field);
      field.code = codeOfField(schema, name, fieldName);
      field.versions.push(number);
    }
  }

const kinds = new Map<string, string>();
for (const { resources, schemas } of versions) {
  const byKind = new Map(
    Object.entries(schemas).flatMap(([name, schema]) =>
      (schema["x-kubernetes-group-version-kind"] ?? []).map(
        ({ group, version, kind }) => [`${group}/${version}/${kind}`, name] as const,
      ),
    ),
  );
  for (const { group, version, kind } of resources) {
    const type = byKind.get(`${group}/${version}/${kind}`);
    if (type) kinds.set(`${group}/${version}/${kind}`, type);
  }
}

// What the API server writes itself is not judged.
for (const type of kinds.values()) {
  const status = fieldsByType.get(type)?.get("status");
  if (status) status.code = "a";
}

const numbers = new Map<string, number>();
const lines: string[] = [];
for (const type of kinds.values()) numberOf(type);
numberOf("io.k8s.api.core.v1.PodTemplateSpec");
// Grows during the iteration.
for (const [type, number] of numbers) {
  const fields = [...fieldsByType.get(type)!].map(([name, field]) => {
    const code = field.code.replace(/<(.+)>/, (_, other: string) => `${numberOf(other)}`);
    return `${name}:${code}${marksOf(`${type}.${name}`)}${spanOf(field, versionsByType.get(type)!)}`;
  });
  lines[number] = fields.join(" ");
}

const file = new URL("../data/kubernetes-fields.json", import.meta.url);
const facts = {
  versions: versions.map(({ kubernetes }) => kubernetes),
  // Strings cost nothing until they are used; objects would be created at every start of a program.
  kinds: [...kinds].map(([kind, type]) => `${kind} ${numberOf(type)}`).join("\n"),
  podTemplate: numberOf("io.k8s.api.core.v1.PodTemplateSpec"),
  metadata: numberOf("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"),
  enums: [...enums.values()].map((values) => [...values].join("|")).join("\n"),
  types: lines.join("\n"),
};
writeFileSync(file, `${JSON.stringify(facts, null, 2)}\n`);
process.stdout.write(`${kinds.size} kinds, ${lines.length} types, ${enums.size} enumerations\n`);

/** `!` for a required field, `!!` for one that must not be empty either; `~` before a range or a form. */
function marksOf(field: string): string {
  const words = constraints.get(field) ?? [];
  const required = words.includes("required") ? (words.includes("nonempty") ? "!!" : "!") : "";
  const form = words.find((word) => !/^(?:required|nonempty)$|^(?:values|items)=/.test(word));
  return `${required}${form === undefined ? "" : `~${form}`}`;
}

/** The code of a field. The values that the API server allows are not always in its OpenAPI document. */
function codeOfField(schema: Schema, type: string, name: string): string {
  const field = `${type.split(".").at(-1)}.${name}`;
  const words = constraints.get(`${type}.${name}`) ?? [];
  const [, list, values] = words.map((word) => /^(values|items)=(.+)$/.exec(word)).find(Boolean) ?? [];
  if (values === undefined || ownRules.has(field)) return codeOf(schema, field);
  const code = `e${enumOf(field, values.split("|"))}`;
  return list === "items" ? `[${code}` : code;
}

/** `@2-` for a field that came with the third version, `@-5` for one that went after the sixth; empty for the others. */
function spanOf(field: Field, ofType: readonly number[]): string {
  const [first, last] = [field.versions[0]!, field.versions.at(-1)!];
  const since = first === ofType[0] ? "" : `${first}`;
  const until = last === ofType.at(-1) ? "" : `${last}`;
  return since === "" && until === "" ? "" : `@${since}-${until}`;
}

function numberOf(type: string): number {
  const number = numbers.get(type) ?? numbers.size;
  numbers.set(type, number);
  return number;
}

/**
 * The type of a field in the format that `engine/kubernetes/type-reader.ts` describes, with the names of object types
 * in `<>`.
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of types
function codeOf(schema: Schema, field: string): string {
  const { type, format, items, additionalProperties, allOf, $ref } = schema;
  const reference = $ref ?? allOf?.[0]?.$ref;
  if (reference !== undefined) return codeOfType(reference.slice(reference.lastIndexOf("/") + 1));
  if (type === "array") return `[${codeOf(items ?? {}, field)}`;
  if (type === "object") return additionalProperties ? `{${codeOf(additionalProperties, field)}` : "a";
  if (type === "integer") return format === "int64" ? "l" : "i";
  if (type === "number") return "n";
  if (type === "boolean") return "b";
  if (type !== "string") return "a";
  if (format === "byte") return "y";
  return schema.enum && !ownRules.has(field) ? `e${enumOf(field, schema.enum)}` : "s";
}

function codeOfType(name: string): string {
  const properties = versions.some(({ schemas }) => schemas[name]?.properties);
  return special[name] ?? (properties ? `<${name}>` : "a");
}

/** Fields with the same name in types with the same name have the same values, and each version can add some. */
function enumOf(field: string, values: readonly string[]): number {
  const fieldValues = enums.get(field) ?? new Set<string>();
  enums.set(field, fieldValues);
  for (const value of values) fieldValues.add(value);
  return [...enums.keys()].indexOf(field);
}
