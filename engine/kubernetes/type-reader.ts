/** The type of a field in the API. */
export type FieldType = (
  | { readonly of: "string" | "bytes" | "quantity" | "time" | "boolean" | "number" | "any" }
  | { readonly of: "integer"; readonly bits: 32 | 64 }
  | { readonly of: "integer or string"; readonly bits: 32 | 64 }
  /** One of a few strings; `exact` if the empty string is not always one of them. */
  | { readonly of: "enum"; readonly values: readonly string[]; readonly exact: boolean }
  | { readonly of: "list"; readonly items: FieldType }
  | { readonly of: "map"; readonly values: FieldType }
  | ObjectType
) & {
  /** What values of this type must fulfill as well. */
  readonly constraints?: readonly Constraint[];
};

export interface ObjectType {
  readonly of: "object";
  /** The fields by name, for all versions of Kubernetes that the data covers. */
  readonly fields: () => ReadonlyMap<string, Field>;
  /** The fields without which the API server rejects every object. */
  readonly required: () => readonly RequiredField[];
  /** Whether it can have other fields as well. */
  readonly isOpen: () => boolean;
}

export interface RequiredField {
  readonly name: string;
  /** Whether an empty string, list or mapping is the same as none. */
  readonly nonEmpty: boolean;
  /** Whether null is enough. */
  readonly nullable: boolean;
}

/** What the API server requires of a value beyond its type. */
export type Constraint =
  | {
      readonly kind: "range";
      readonly least: number | undefined;
      readonly most: number | undefined;
      /** Whether 0 is allowed below the range, because it means that the field is not set. */
      readonly zero: boolean;
    }
  /** The number of a text's characters, or of the items or entries of a collection. */
  | {
      readonly kind: "length" | "count";
      readonly least: number | undefined;
      readonly most: number | undefined;
    }
  /** A pattern in RE2's syntax. */
  | { readonly kind: "pattern"; readonly pattern: string }
  /** A form of text, by its word in the data. */
  | { readonly kind: "form"; readonly form: string };

export interface Field {
  readonly type: FieldType;
  /** The first minor version that has the field, such as `1.33`; `undefined` if all covered versions of its type do. */
  readonly since: string | undefined;
  /** The last minor version that has the field. */
  readonly until: string | undefined;
}

/** Types as texts, because strings cost nothing until they are used. */
export interface TypeSource {
  /**
   * The fields of the object type with a name, separated by spaces, and `*` if it can have other fields as well. A field
   * is what `fieldFormat` describes.
   */
  readonly lineOf: (name: string) => string;
  /** The values of each enumeration, separated by `|`; one enumeration per line. */
  readonly enums?: string;
  /** The patterns that constraints refer to, one per line. */
  readonly patterns?: string;
  /** The versions that fields refer to. */
  readonly versions?: readonly string[];
  /** Whether names, patterns and allowed values are encoded as in URIs, because they can contain any character. */
  readonly isEncoded?: boolean;
  /** The type with the name `m`. */
  readonly metadata?: () => ObjectType;
}

/** Reads object types by their names, each when it is needed. */
export function typeReader(source: TypeSource): (name: string) => ObjectType {
  const types = new Map<string, ObjectType>();
  const decoded = (text: string) => (source.isEncoded ? decodeURIComponent(text) : text);
  const enums = lazily(() =>
    (source.enums ?? "").split("\n").map((line): FieldType => {
      const values = line.split("|").map(decoded);
      return { of: "enum", values, exact: source.isEncoded === true };
    }),
  );
  const patterns = lazily(() => (source.patterns ?? "").split("\n").map(decoded));
  return typeOf;

  function typeOf(name: string): ObjectType {
    const existing = types.get(name);
    if (existing) return existing;
    if (name === "m" && source.metadata) return source.metadata();
    const read = lazily(() => readFields(source.lineOf(name)));
    const type: ObjectType = {
      of: "object",
      fields: () => read().fields,
      required: () => read().required,
      isOpen: () => read().isOpen,
    };
    types.set(name, type);
    return type;
  }

  function readFields(line: string) {
    const fields = new Map<string, Field>();
    const required: RequiredField[] = [];
    let isOpen = false;
    for (const field of line.split(" ")) {
      const [, written, code, mark, constraints = "", since, until] = fieldFormat.exec(field) ?? [];
      if (written === undefined || code === undefined) {
        isOpen ||= field === "*";
        continue;
      }
      const name = decoded(written);
      const type = readType(code, constraints === "" ? [] : constraints.split(","));
      fields.set(name, { type, since: minorOf(since), until: minorOf(until) });
      if (mark) required.push({ name, nonEmpty: mark === "!!", nullable: mark === "!?" });
    }
    return { fields, required, isOpen };
  }

  /** The minor version with a number in the data. */
  function minorOf(number = ""): string | undefined {
    return number === "" ? undefined : /^\d+\.\d+/.exec(source.versions?.[Number(number)] ?? "")?.[0];
  }

  /**
   * Parses a type of the data: a letter of `scalars`, `e` and the number of an enumeration, `[` and the type of the
   * items, `{` and the type of the values, or the name of an object's type: a number in the data, a word elsewhere.
   */
  function readType(code: string, [own = "", ...inner]: readonly string[]): FieldType {
    const type = readPlainType(code, inner);
    return own === "" ? type : { ...type, constraints: own.split("&").map(readConstraint) };
  }

  function readPlainType(code: string, inner: readonly string[]): FieldType {
    const scalar = scalars[code];
    if (scalar) return scalar;
    const rest = code.slice(1);
    switch (code[0]) {
      case "[":
        return { of: "list", items: readType(rest, inner) };
      case "{":
        return { of: "map", values: readType(rest, inner) };
      case "e":
        return enums()[Number(rest)]!;
      default:
        return typeOf(code);
    }
  }

  /**
   * `0..`, `1..65535`, `1..65535?` if 0 is allowed as well, `#1..63` for the length of a text, `*1..` for the number of
   * items or entries, `/` and the number of a pattern, or the name of a form.
   */
  function readConstraint(text: string): Constraint {
    if (text.startsWith("/")) return { kind: "pattern", pattern: patterns()[Number(text.slice(1))]! };
    const [, of, first, last, zero] = rangeFormat.exec(text) ?? [];
    if (first === undefined) return { kind: "form", form: text };
    const [least, most] = [first, last].map((digits = "") => (digits === "" ? undefined : Number(digits)));
    if (of) return { kind: of === "#" ? "length" : "count", least, most };
    return { kind: "range", least, most, zero: zero !== undefined };
  }
}

/**
 * Name, type, `!` if it is required, `!!` if it must not be empty either or `!?` if null is enough, constraints, and
 * versions. Constraints are separated by `&`; those of the items or values follow a comma.
 */
const fieldFormat = /^(.+):([^:@!~]+)(!!|!\?|!)?(?:~([^@]+))?(?:@(\d*)-(\d*))?$/;

const rangeFormat = /^([#*])?((?:-?\d[\d.]*?(?:e[+-]?\d+)?)?)\.\.((?:-?\d[\d.]*(?:e[+-]?\d+)?)?)(\?)?$/;

const scalars: Readonly<Record<string, FieldType>> = {
  s: { of: "string" },
  y: { of: "bytes" },
  q: { of: "quantity" },
  t: { of: "time" },
  b: { of: "boolean" },
  n: { of: "number" },
  i: { of: "integer", bits: 32 },
  l: { of: "integer", bits: 64 },
  x: { of: "integer or string", bits: 32 },
  X: { of: "integer or string", bits: 64 },
  a: { of: "any" },
};

function lazily<Result>(read: () => Result): () => Result {
  let cache: { readonly result: Result } | undefined;
  return () => {
    cache ??= { result: read() };
    return cache.result;
  };
}
