import type { YamlNode } from "../yaml/node.ts";
import type { Value } from "./value.ts";

/** Any JSON value. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainMap;
export type PlainMap = { readonly [name: string]: Plain };

/** More values than any API object has. The limit stops aliases of aliases, which multiply. */
const mostValues = 100_000;

/** A value as plain data; `undefined` if aliases make it too large. */
export function plainOf(root: Value): Plain | undefined {
  const made = new Map<YamlNode, Plain>();
  let left = mostValues;
  const convert = (value: Value): Plain => {
    const { node } = value;
    if (node === undefined || left-- <= 0) return null;
    if (node.kind === "scalar") return value.value ?? null;
    const known = made.get(node);
    if (known !== undefined) return known;
    // An alias inside its own anchor resolves to null.
    made.set(node, null);
    const result = value.isSequence
      ? value.items().map(convert)
      : Object.fromEntries(value.entries().map(({ name, value: item }) => [name, convert(item)]));
    made.set(node, result);
    return result;
  };
  const plain = convert(root);
  return 0 < left ? plain : undefined;
}

export function isPlainMap(value: Plain | undefined): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
