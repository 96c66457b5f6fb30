import { resolveAlias, walk, type YamlNode } from "../../engine/yaml/node.ts";
import { parseYaml } from "../../engine/yaml/parse.ts";
import { scalarValue } from "../../engine/yaml/scalar.ts";
import type { Json } from "./print.ts";

/** The value of a document as the engine reads it. */
export function readValue(text: string): Json {
  const tree = parseYaml(text);
  return nodeValue(tree.root);
}

/** The value of a node, aliases resolved. Not for trees with an alias inside its own anchor. */
export function nodeValue(written: YamlNode | undefined): Json {
  const node = resolveAlias(written);
  if (node === undefined) return null;
  if (node.kind === "scalar") return scalarValue(node);
  if (node.kind === "sequence") return node.items.map((item) => nodeValue(item));
  return Object.fromEntries(node.pairs.map(({ key, value }) => [String(nodeValue(key)), nodeValue(value)]));
}

/** All nodes of a document in order of their start, keys before values. */
export function nodesOf(root: YamlNode | undefined): readonly YamlNode[] {
  const nodes: YamlNode[] = [];
  if (root) walk(root, (node) => nodes.push(node));
  return nodes;
}
