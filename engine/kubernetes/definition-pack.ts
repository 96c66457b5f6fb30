import type { YamlNode } from "../yaml/node.ts";
import { eachField, numberIn, type Schema, schemaOf, stringsIn, textIn } from "./definition-schema.ts";
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
      const line = schema && !isOpen ? this.#root(schemaOf(schema.node)) : undefined;
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
  #root(schema: Schema | undefined): number | undefined {
    if (schema === undefined || textIn(schema.type) !== "object") return undefined;
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
  #code(node: YamlNode | undefined, depth: number, isOpen = false): Code {
    return this.#codeOf(schemaOf(node), depth, isOpen);
  }

  #codeOf(schema: Schema | undefined, depth: number, isOpen: boolean): Code {
    if (!schema || depth > deepest || this.#left-- < 0) return anything;
    if (schema["x-kubernetes-int-or-string"] === true)
      return { type: "X", constraints: [numberRange(schema), this.#ofText(schema)] };
    switch (textIn(schema.type)) {
      case "string":
        return this.#string(schema);
      case "integer":
        return { type: "l", constraints: [numberRange(schema)] };
      case "number":
        return { type: "n", constraints: [numberRange(schema)] };
      case "boolean":
        return { type: "b", constraints: [] };
      case "array": {
        const items = this.#code(schema.items, depth + 1, isOpen || preserves(schema));
        return { type: "[", constraints: [range("*", schema.minItems, schema.maxItems)], inner: items };
      }
      case "object":
        return this.#mapping(schema, depth, isOpen);
      default:
        return anything;
    }
  }

  #string(schema: Schema): Code {
    if (!schema.enum) return { type: "s", constraints: [this.#ofText(schema)] };
    const values = stringsIn(schema.enum);
    if (values.length === 0 || values.includes(undefined)) return { type: "s", constraints: [] };
    const line = values.map((value) => encodeURIComponent(value!)).join("|");
    return { type: `e${this.#enums.numberOf(line)}`, constraints: [] };
  }

  #ofText({ minLength, maxLength, pattern }: Schema): string {
    const text = textIn(pattern);
    const form = text === undefined ? "" : `/${this.#patterns.numberOf(encodeURIComponent(text))}`;
    return joined([range("#", minLength, maxLength), form]);
  }

  #mapping(schema: Schema, depth: number, isOpen: boolean): Code {
    const constraints = [range("*", schema.minProperties, schema.maxProperties)];
    const { additionalProperties: values } = schema;
    if (values) return { type: "{", constraints, inner: this.#code(values, depth + 1) };
    const isEmbedded = schema["x-kubernetes-embedded-resource"] === true;
    const given = isEmbedded ? ["apiVersion", "kind", "metadata"].map((name) => [name, "a"] as const) : [];
    return { type: `${this.#objectType(schema, new Map(given), depth, isOpen)}`, constraints };
  }

  /** @param given codes of fields that the API server checks in its own way */
  #objectType(schema: Schema, given: ReadonlyMap<string, string>, depth: number, isOpen = false): number {
    const required = new Set(stringsIn(schema.required));
    const fields = [...given].map(([name, code]) => `${name}:${code}`);
    eachField(schema.properties, (name, node) => {
      if (given.has(name)) return;
      const field = schemaOf(node);
      // The API server adds defaults before it looks for required fields.
      const isRequired = required.has(name) && !field?.default;
      const mark = isRequired ? (field?.nullable === true ? "!?" : "!") : "";
      fields.push(`${encoded(name)}:${written(this.#codeOf(field, depth + 1, false), mark)}`);
    });
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
function range(of: string, least: YamlNode | undefined, most: YamlNode | undefined): string {
  if (!least && !most) return "";
  const [first = "", last = ""] = [numberIn(least), numberIn(most)];
  return first === "" && last === "" ? "" : `${of}${first}..${last}`;
}

/** An exclusive limit is left out, because the API server rejects that number itself as well. */
function numberRange({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string {
  return range("", exclusiveMinimum ? undefined : minimum, exclusiveMaximum ? undefined : maximum);
}

function preserves(schema: Schema): boolean {
  return schema["x-kubernetes-preserve-unknown-fields"] === true;
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
