import facts from "../../data/kubernetes-fields.json" with { type: "json" };

/** The type of a field in the API. */
export type FieldType =
  | { readonly of: "string" | "bytes" | "quantity" | "time" | "boolean" | "number" | "any" }
  | { readonly of: "integer"; readonly bits: 32 | 64 }
  | { readonly of: "integer or string" }
  /** One of a few strings. */
  | { readonly of: "enum"; readonly values: readonly string[] }
  | { readonly of: "list"; readonly items: FieldType }
  | { readonly of: "map"; readonly values: FieldType }
  | ObjectType;

export interface ObjectType {
  readonly of: "object";
  /** The fields by name, for all versions of Kubernetes that the data covers. */
  readonly fields: () => ReadonlyMap<string, Field>;
  /** The fields without which the API server rejects every object. */
  readonly required: () => readonly RequiredField[];
}

export interface RequiredField {
  readonly name: string;
  /** Whether an empty string, list or mapping is the same as none. */
  readonly nonEmpty: boolean;
}

/** What the API server requires of a value beyond its type: a range of numbers, or the form of a text. */
export type Constraint =
  | {
      readonly kind: "range";
      readonly least: number | undefined;
      readonly most: number | undefined;
      /** Whether 0 is allowed below the range, because it means that the field is not set. */
      readonly zero: boolean;
    }
  | { readonly kind: "form"; readonly form: string };

export interface Field {
  readonly type: FieldType;
  /** The first minor version that has the field, such as `1.33`; `undefined` if all covered versions of its type do. */
  readonly since: string | undefined;
  /** The last minor version that has the field. */
  readonly until: string | undefined;
  readonly constraint: Constraint | undefined;
}

/** The type of a built-in kind; `undefined` for custom kinds and versions that are no longer served. */
export function typeOfKind(apiVersion: string, kind: string): ObjectType | undefined {
  const number = kinds().get(`${apiVersion.includes("/") ? "" : "/"}${apiVersion}/${kind}`);
  return number === undefined ? undefined : objectType(number);
}

/** The type of pod templates, which custom kinds can have as well. */
export function podTemplateType(): ObjectType {
  return objectType(facts.podTemplate);
}

/** The type of the `metadata` of all kinds. */
export function metadataType(): ObjectType {
  return objectType(facts.metadata);
}

let byKind: ReadonlyMap<string, number> | undefined;

function kinds(): ReadonlyMap<string, number> {
  byKind ??= new Map(
    facts.kinds.split("\n").map((line) => {
      const [kind = "", number] = line.split(" ");
      return [kind, Number(number)];
    }),
  );
  return byKind;
}

let typeLines: readonly string[] | undefined;
let enums: readonly FieldType[] | undefined;

const objectTypes = typeReader((number) => {
  typeLines ??= facts.types.split("\n");
  return typeLines[Number(number)]!;
});

function objectType(number: number): ObjectType {
  return objectTypes(`${number}`);
}

/**
 * Reads object types when they are needed.
 *
 * @param lineOf the fields of the type with a name, as in the data: `name:code`, separated by spaces
 */
export function typeReader(lineOf: (name: string) => string): (name: string) => ObjectType {
  const types = new Map<string, ObjectType>();
  const typeOf = (name: string): ObjectType => {
    const existing = types.get(name);
    if (existing) return existing;
    let read: ReturnType<typeof readFields> | undefined;
    const readOnce = () => {
      read ??= readFields(lineOf(name), typeOf);
      return read;
    };
    const type: ObjectType = {
      of: "object",
      fields: () => readOnce().fields,
      required: () => readOnce().required,
    };
    types.set(name, type);
    return type;
  };
  return typeOf;
}

function readFields(line: string, typeOf: (name: string) => ObjectType) {
  const fields = new Map<string, Field>();
  const required: RequiredField[] = [];
  for (const field of line.split(" ")) {
    const [, name, code, mark, form, since, until] = fieldFormat.exec(field)!;
    fields.set(name!, {
      type: readType(code!, typeOf),
      since: minorOf(since),
      until: minorOf(until),
      constraint: readConstraint(form),
    });
    if (mark) required.push({ name: name!, nonEmpty: mark === "!!" });
  }
  return { fields, required };
}

/** Name, type, `!` if it is required or `!!` if it must not be empty either, a range or a form, and versions. */
const fieldFormat = /^(.+):([^:@!~]+)(!{1,2})?(?:~([^@]+))?(?:@(\d*)-(\d*))?$/;

/** `0..`, `1..65535`, `1..65535?` if 0 is allowed as well, or the name of a form. */
function readConstraint(text: string | undefined): Constraint | undefined {
  if (text === undefined) return undefined;
  const [, least, most, zero] = /^(\d*)\.\.(\d*)(\?)?$/.exec(text) ?? [];
  if (least === undefined) return { kind: "form", form: text };
  const numberOf = (digits = "") => (digits === "" ? undefined : Number(digits));
  return { kind: "range", least: numberOf(least), most: numberOf(most), zero: zero !== undefined };
}

/** The minor version with a number in the data. */
function minorOf(number = ""): string | undefined {
  return number === "" ? undefined : /^\d+\.\d+/.exec(facts.versions[Number(number)]!)?.[0];
}

const scalars: Readonly<Record<string, FieldType>> = {
  s: { of: "string" },
  y: { of: "bytes" },
  q: { of: "quantity" },
  t: { of: "time" },
  b: { of: "boolean" },
  n: { of: "number" },
  i: { of: "integer", bits: 32 },
  l: { of: "integer", bits: 64 },
  x: { of: "integer or string" },
  a: { of: "any" },
};

/**
 * Parses a type of the data: a letter of `scalars`, `e` and the number of an enumeration, `[` and the type of the
 * items, `{` and the type of the values, or the name of an object's type: a number in the data, a word elsewhere.
 */
function readType(code: string, typeOf: (name: string) => ObjectType): FieldType {
  const scalar = scalars[code];
  if (scalar) return scalar;
  const rest = code.slice(1);
  switch (code[0]) {
    case "[":
      return { of: "list", items: readType(rest, typeOf) };
    case "{":
      return { of: "map", values: readType(rest, typeOf) };
    case "e":
      enums ??= facts.enums.split("\n").map((line) => ({ of: "enum", values: line.split("|") }));
      return enums[Number(rest)]!;
    default:
      return typeOf(code);
  }
}

/** The built-in kinds as `group/version/Kind`, the core group empty. */
export function builtInKinds(): Iterable<string> {
  return kinds().keys();
}
