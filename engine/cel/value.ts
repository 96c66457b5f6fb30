import type { Value } from "../kubernetes/value.ts";
import type { YamlNode } from "../yaml/node.ts";

/**
 * An object as expressions see it: mappings are Maps, whole numbers are integers, and null counts as not set, as in the
 * API server. A value that is used in several places through aliases is one object.
 */
export function toCel(root: Value): unknown {
  const made = new Map<YamlNode, unknown>();
  return convert(root);

  function convert(value: Value): unknown {
    const { node } = value;
    if (node === undefined) return null;
    if (node.kind === "scalar") {
      const plain = value.value;
      return typeof plain === "number" && Number.isInteger(plain) ? BigInt(plain) : (plain ?? null);
    }
    if (made.has(node)) return made.get(node);
    // An alias inside its own anchor resolves to null.
    made.set(node, null);
    const result =
      node.kind === "sequence"
        ? value.items().map(convert)
        : new Map(
            value
              .entries()
              .flatMap(({ name, value: item }) => (item.isNull ? [] : [[name, convert(item)] as const])),
          );
    made.set(node, result);
    return result;
  }
}
