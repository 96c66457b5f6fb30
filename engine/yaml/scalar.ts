import type { ScalarNode } from "./node.ts";

export type ScalarValue = string | number | boolean | null;

/**
 * The value that the API server sees for a scalar.
 *
 * Kubernetes reads manifests with sigs.k8s.io/yaml (a fork of go-yaml v2), which follows neither YAML 1.1 nor 1.2. `y`,
 * `on` and `off` are booleans, `017` and `0o17` are 15, `1_000` is 1000, but `1:30` and dates stay strings. `.inf` and
 * `.nan` are numbers that JSON does not have, so the API server rejects them. Checked against kubectl's own decoder in
 * test/oracle.
 */
export function scalarValue(node: ScalarNode): ScalarValue {
  if (node.tag !== undefined) return taggedValue(node.tag, node.text);
  return node.style === "plain" ? plainValue(node.text) : node.text;
}

/** Whether a plain scalar of this text would be read as the same string. */
export function isPlainString(text: string): boolean {
  return typeof plainValue(text) === "string";
}

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"].map((w) => [w, true] as const),
  ...["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"].map(
    (w) => [w, false] as const,
  ),
  ...["", "~", "null", "Null", "NULL"].map((w) => [w, null] as const),
]);

function plainValue(text: string): ScalarValue {
  if (text.length <= 5) {
    const word = words.get(text);
    if (word !== undefined) return word;
  }
  const first = text.charCodeAt(0);
  // A number can start only with a digit, a sign or a dot; everything else is a string.
  if (!((0x30 <= first && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e)) return text;
  return numberValue(text) ?? text;
}

/**
 * The number that Go's `strconv` parses with base 0, ignoring underscores; a value that does not fit 64 bits is not an
 * integer.
 */
function numberValue(text: string): number | undefined {
  // After a leading dot, Go requires a digit on both sides of an underscore; elsewhere it drops all
  // underscores.
  const digits = text[0] === "." ? text.replace(/(?<=\d)_(?=\d)/g, "") : text.replaceAll("_", "");
  return baseValue(digits) ?? decimalValue(digits) ?? namedValue(text);
}

/** An integer that is written in another base than 10, or starts with 0. */
function baseValue(digits: string): number | undefined {
  const integer = /^([-+]?)(?:0[bB]([01]+)|0[xX]([\da-fA-F]+)|0[oO]?([0-7]+))$/.exec(digits);
  if (!integer) return undefined;
  const [, sign, binary, hexadecimal, octal] = integer;
  let literal = `0o${octal}`;
  if (binary !== undefined) literal = `0b${binary}`;
  if (hexadecimal !== undefined) literal = `0x${hexadecimal}`;
  const magnitude = BigInt(literal);
  const isTooLarge = (sign === "" ? 1n << 64n : 1n << 63n) <= magnitude;
  return isTooLarge ? undefined : signed(sign === "-", Number(magnitude));
}

function decimalValue(digits: string): number | undefined {
  if (!/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits)) return undefined;
  const value = Number(digits);
  // Out of the range of a double, Go reports an error, and the scalar stays a string.
  return Number.isFinite(value) ? signed(false, value) : undefined;
}

/** An infinity, or not a number. */
function namedValue(text: string): number | undefined {
  const infinity = /^([-+]?)\.(?:inf|Inf|INF)$/.exec(text);
  if (infinity) return infinity[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? Number.NaN : undefined;
}

/** Go reads a negative zero in JSON as zero. */
function signed(negative: boolean, magnitude: number): number {
  return (negative ? -magnitude : magnitude) + 0;
}

/** Core tags of YAML that interpret a scalar by its text, quoted or not. With any other tag it stays a string. */
const resolvable = /^(?:!!|tag:yaml\.org,2002:)(?:int|float|bool|null)$/;

/** `!!binary` stays encoded, because no field of the API uses it. */
function taggedValue(written: string, text: string): ScalarValue {
  const tag = written.startsWith("!<") ? written.slice(2, -1) : written;
  return resolvable.test(tag) ? plainValue(text) : text;
}
