import { isMergeKey, type MapNode, resolveAlias, type YamlNode } from "../yaml/node.ts";
import { scalarValue } from "../yaml/scalar.ts";

/**
 * The parts of a schema that tell types. They are read in one pass over its nodes, without a `Value` for each, because
 * a definition has thousands of schemas.
 */
export type Schema = { readonly [Name in (typeof nodeNames)[number]]?: YamlNode } & {
  readonly [Name in (typeof flagNames)[number]]?: boolean;
} & {
  /** Whether there is a default, which can be null. */
  readonly default?: boolean;
};

const nodeNames = [
  "type",
  "properties",
  "items",
  "additionalProperties",
  "required",
  "enum",
  "pattern",
  "minimum",
  "maximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "minProperties",
  "maxProperties",
] as const;

const flagNames = [
  "nullable",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "x-kubernetes-int-or-string",
  "x-kubernetes-embedded-resource",
  "x-kubernetes-preserve-unknown-fields",
] as const;

const nodes: ReadonlySet<string> = new Set(nodeNames);
const flags: ReadonlySet<string> = new Set(flagNames);

/** Merge keys in merged mappings beyond this depth are ignored: they might contain themselves. */
const deepestMerge = 10;

/** @returns undefined for anything but a mapping */
export function schemaOf(written: YamlNode | undefined): Schema | undefined {
  const node = resolveAlias(written);
  if (node?.kind !== "map") return undefined;
  const parts: Record<string, YamlNode | boolean | undefined> = {};
  eachEntry(node, (name, value) => {
    if (nodes.has(name)) parts[name] = isNull(value) ? undefined : value;
    else if (flags.has(name)) parts[name] = scalarIn(value) === true;
    else if (name === "default") parts[name] = true;
  });
  return parts;
}

/** The properties of a schema. Of equal names, the last counts. */
export function eachField(
  properties: YamlNode | undefined,
  visit: (name: string, schema: YamlNode | undefined) => void,
): void {
  const node = resolveAlias(properties);
  if (node?.kind !== "map") return;
  const fields = new Map<string, YamlNode | undefined>();
  eachEntry(node, (name, value) => fields.set(name, value));
  for (const [name, value] of fields) visit(name, value);
}

/** The strings in a list; `undefined` for other items. */
export function stringsIn(written: YamlNode | undefined): readonly (string | undefined)[] {
  const node = resolveAlias(written);
  return node?.kind === "sequence" ? node.items.map(textIn) : [];
}

export function textIn(written: YamlNode | undefined): string | undefined {
  const value = scalarIn(written);
  return typeof value === "string" ? value : undefined;
}

export function numberIn(written: YamlNode | undefined): number | undefined {
  const value = scalarIn(written);
  return typeof value === "number" ? value : undefined;
}

function scalarIn(written: YamlNode | undefined): unknown {
  const node = resolveAlias(written);
  return node?.kind === "scalar" ? scalarValue(node) : undefined;
}

function isNull(written: YamlNode | undefined): boolean {
  return written === undefined || scalarIn(written) === null;
}

/** Visits merged entries first, because those of the mapping itself count instead. */
function eachEntry(
  map: MapNode,
  visit: (name: string, value: YamlNode | undefined) => void,
  depth = 0,
): void {
  if (depth < deepestMerge && map.pairs.some(({ key }) => isMergeKey(key)))
    for (const { key, value } of map.pairs) if (isMergeKey(key)) eachMerged(value, visit, depth + 1);
  for (const { key, value } of map.pairs)
    if (key.kind === "scalar" && !isMergeKey(key)) visit(key.text, value);
}

/** Of several merged mappings, the first counts. */
function eachMerged(
  written: YamlNode | undefined,
  visit: (name: string, value: YamlNode | undefined) => void,
  depth: number,
): void {
  const node = resolveAlias(written);
  if (node?.kind === "map") eachEntry(node, visit, depth);
  if (node?.kind !== "sequence") return;
  for (const item of node.items.toReversed()) {
    const source = resolveAlias(item);
    if (source?.kind === "map") eachEntry(source, visit, depth);
  }
}
