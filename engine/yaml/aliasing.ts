import type { AliasNode, YamlNode, YamlTree } from "./node.ts";

/**
 * The alias at which go-yaml stops reading a document because too much of it comes from aliases; `undefined` if it
 * reads everything. A few lines can expand to billions of values, and kubectl rejects them, so nothing here has to walk
 * them.
 *
 * Source: `allowedAliasRatio` in https://github.com/yaml/go-yaml/blob/v2/decode.go
 */
export function excessiveAlias({ root, aliases }: YamlTree): AliasNode | undefined {
  if (!root || aliases.length === 0) return undefined;
  /** How many values the nodes with an anchor expand to. */
  const sizes = new Map<YamlNode, number>();
  let values = 0;
  let aliased = 0;
  let excessive: AliasNode | undefined;
  visit(root);
  return excessive;

  /** Counts a node and its descendants, both as written and expanded. */
  function visit(node: YamlNode): number {
    values++;
    const size = 1 + (node.kind === "alias" ? expand(node) : visitChildren(node));
    if (node.anchor !== undefined) sizes.set(node, size);
    return size;
  }

  function visitChildren(node: YamlNode): number {
    let size = 0;
    if (node.kind === "sequence") for (const item of node.items) size += visit(item);
    if (node.kind === "map")
      for (const { key, value } of node.pairs) size += visit(key) + (value ? visit(value) : 1);
    return size;
  }

  function expand(alias: AliasNode): number {
    const below = (alias.target && sizes.get(alias.target)) ?? 0;
    values += below;
    aliased += below;
    if (!excessive && isExcessive(values, aliased)) excessive = alias;
    return below;
  }
}

const few = 400_000;
const many = 4_000_000;

/** A small document can consist almost entirely of aliases, but in a large one only a tenth may come from them. */
function isExcessive(values: number, aliased: number): boolean {
  const part = Math.min(Math.max((values - few) / (many - few), 0), 1);
  return 100 < aliased && 1000 < values && aliased / values > 0.99 - 0.89 * part;
}
