import type { PackedDefinitions } from "./definition-types.ts";
import type { Value } from "./value.ts";

/** More schemas than any definition has; a larger one, or one whose aliases multiply, is left out. */
const mostSchemas = 50_000;
/** Deeper than any schema; below, everything is allowed. */
const deepest = 100;

/** Texts with numbers: equal ones have the same number. */
class Lines {
  readonly #numbers = new Map<string, number>();

  numberOf(line: string): number {
    const number = this.#numbers.get(line) ?? this.#numbers.size;
    this.#numbers.set(line, number);
    return number;
  }

  get text(): string {
    return [...this.#numbers.keys()].join("\n");
  }
}

/** Packs definitions of custom kinds in the form that `readDefinitions` reads. */
export class DefinitionPacker {
  readonly #kinds: string[] = [];
  readonly #types = new Lines();
  readonly #enums = new Lines();
  readonly #patterns = new Lines();
  #left = mostSchemas;

  /**
   * Adds a CustomResourceDefinition.
   *
   * @param spec its `spec`
   * @param isReadable false for v1beta1, whose schemas need not be structural: then only the kind is noted
   */
  add(spec: Value, isReadable = true): void {
    const group = wordAt(spec, "group");
    const kind = wordAt(spec.at("names"), "kind");
    if (group === undefined || kind === undefined) return;
    const isOpen = spec.at("preserveUnknownFields")?.value === true;
    const versions = (isReadable ? (spec.at("versions")?.items() ?? []) : []).flatMap((version) => {
      const name = wordAt(version, "name");
      if (name === undefined) return [];
      const schema = version.at("schema", "openAPIV3Schema");
      const line = schema && !isOpen ? this.#root(schema) : undefined;
      return `${name}:${line ?? "-"}${version.at("served")?.value === false ? "!" : ""}`;
    });
    this.#kinds.push([`${group}/${kind}`, ...versions].join(" "));
  }

  /** @returns undefined if there is nothing in it, or too much */
  get packed(): PackedDefinitions | undefined {
    if (this.#kinds.length === 0 || this.#left < 0) return undefined;
    return {
      kinds: this.#kinds.join("\n"),
      types: this.#types.text,
      enums: this.#enums.text,
      patterns: this.#patterns.text,
    };
  }

  /** The line of the type of a whole object; `undefined` for a schema that the API server does not accept. */
  #root(schema: Value): number | undefined {
    if (schema.at("type")?.value !== "object") return undefined;
    const given = new Map([
      ["apiVersion", "s"],
      ["kind", "s"],
      ["metadata", "m"],
      // Controllers write it.
      ["status", "a"],
    ]);
    return this.#objectType(schema, given, 0);
  }

  /**
   * A type, as `TypeSource` describes it.
   *
   * @param isOpen whether the list around it preserves unknown fields, which includes those of its items
   */
  #code(schema: Value | undefined, depth: number, isOpen = false): Code {
    if (!schema?.isMap || depth > deepest || this.#left-- < 0) return anything;
    if (schema.at("x-kubernetes-int-or-string")?.value === true)
      return { type: "X", constraints: [this.#ofNumber(schema), this.#ofText(schema)] };
    switch (schema.at("type")?.value) {
      case "string":
        return this.#string(schema);
      case "integer":
        return { type: "l", constraints: [this.#ofNumber(schema)] };
      case "number":
        return { type: "n", constraints: [this.#ofNumber(schema)] };
      case "boolean":
        return { type: "b", constraints: [] };
      case "array": {
        const items = this.#code(schema.at("items"), depth + 1, isOpen || preserves(schema));
        return { type: "[", constraints: [range("*", schema, "minItems", "maxItems")], inner: items };
      }
      case "object":
        return this.#mapping(schema, depth, isOpen);
      default:
        return anything;
    }
  }

  #string(schema: Value): Code {
    const list = schema.at("enum");
    if (!list) return { type: "s", constraints: [this.#ofText(schema)] };
    const values = list.items().map(({ string }) => string);
    if (values.length === 0 || values.includes(undefined)) return { type: "s", constraints: [] };
    const line = values.map((value) => encodeURIComponent(value!)).join("|");
    return { type: `e${this.#enums.numberOf(line)}`, constraints: [] };
  }

  #ofNumber(schema: Value): string {
    return range("", schema, "minimum", "maximum");
  }

  #ofText(schema: Value): string {
    const pattern = schema.at("pattern")?.string;
    const form = pattern === undefined ? "" : `/${this.#patterns.numberOf(encodeURIComponent(pattern))}`;
    return joined([range("#", schema, "minLength", "maxLength"), form]);
  }

  #mapping(schema: Value, depth: number, isOpen: boolean): Code {
    const constraints = [range("*", schema, "minProperties", "maxProperties")];
    const values = schema.at("additionalProperties");
    if (values && !values.isNull)
      return { type: "{", constraints, inner: values.isMap ? this.#code(values, depth + 1) : anything };
    const isEmbedded = schema.at("x-kubernetes-embedded-resource")?.value === true;
    const given = isEmbedded ? ["apiVersion", "kind", "metadata"].map((name) => [name, "a"] as const) : [];
    return { type: `${this.#objectType(schema, new Map(given), depth, isOpen)}`, constraints };
  }

  /** @param given codes of fields that the API server checks in its own way */
  #objectType(schema: Value, given: ReadonlyMap<string, string>, depth: number, isOpen = false): number {
    const required = new Set(
      schema
        .at("required")
        ?.items()
        .map(({ string }) => string),
    );
    const fields = [...given].map(([name, code]) => `${name}:${code}`);
    for (const { name, value } of schema.at("properties")?.entries() ?? []) {
      if (given.has(name)) continue;
      // The API server adds defaults before it looks for required fields.
      const isRequired = required.has(name) && !value.at("default");
      const mark = isRequired ? (value.at("nullable")?.value === true ? "!?" : "!") : "";
      fields.push(`${encoded(name)}:${written(this.#code(value, depth + 1), mark)}`);
    }
    if (isOpen || preserves(schema)) fields.unshift("*");
    return this.#types.numberOf(fields.join(" "));
  }
}

/** A type and its constraints; those of the items of a list, or of the values of a mapping, are in `inner`. */
interface Code {
  readonly type: string;
  readonly constraints: readonly string[];
  readonly inner?: Code;
}

const anything: Code = { type: "a", constraints: [] };

/** @param mark whether the field is required */
function written(code: Code, mark: string): string {
  let types = "";
  const constraints: string[] = [];
  for (let at: Code | undefined = code; at; at = at.inner) {
    types += at.type;
    constraints.push(joined(at.constraints));
  }
  const all = constraints.join(",").replace(/,+$/, "");
  return `${types}${mark}${all === "" ? "" : `~${all}`}`;
}

function joined(constraints: readonly string[]): string {
  return constraints.filter((constraint) => constraint !== "").join("&");
}

/** A range, or the empty string for none. */
function range(of: string, schema: Value, least: string, most: string): string {
  const [first, last] = [least, most].map((name) => {
    const { number } = schema.at(name) ?? {};
    // The API server rejects the limit itself as well.
    const exclusive = `exclusive${name[0]!.toUpperCase()}${name.slice(1)}`;
    return number === undefined || schema.at(exclusive)?.value === true ? "" : `${number}`;
  });
  return first === "" && last === "" ? "" : `${of}${first}..${last}`;
}

function preserves(schema: Value): boolean {
  return schema.at("x-kubernetes-preserve-unknown-fields")?.value === true;
}

/** A string without spaces. */
function wordAt(owner: Value | undefined, name: string): string | undefined {
  const word = owner?.at(name)?.string;
  return word !== undefined && /^[\w.-]+$/.test(word) ? word : undefined;
}

/** A name without the characters that separate fields. */
function encoded(name: string): string {
  return /^[\w.$/:-]+$/.test(name)
    ? name
    : encodeURIComponent(name).replaceAll("!", "%21").replaceAll("~", "%7E");
}
