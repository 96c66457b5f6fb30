import type { YamlNode } from "../node.ts";
import { scalarValue } from "../scalar.ts";
import type { PlainValue } from "./change.ts";

/** Whether a node equals a value; a node that contains an alias or a merge key does not. */
export function isWritten(node: YamlNode | undefined, value: PlainValue): boolean {
  if (node === undefined) return value === null;
  if (node.kind === "scalar") return scalarValue(node) === value;
  if (node.kind === "sequence" && Array.isArray(value)) {
    return node.items.length === value.length && node.items.every((item, at) => isWritten(item, value[at]));
  }
  if (node.kind !== "map" || value === null || typeof value !== "object" || Array.isArray(value))
    return false;
  const fields = new Map(Object.entries(value));
  return (
    node.pairs.length === fields.size &&
    node.pairs.every(({ key, value: inner }) => {
      const wanted = key.kind === "scalar" ? fields.get(key.text) : undefined;
      return wanted !== undefined && isWritten(inner, wanted);
    })
  );
}
