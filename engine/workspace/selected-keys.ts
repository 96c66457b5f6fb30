import type { Resource } from "../kubernetes/resource.ts";
import { keyText, type MapNode, resolveAlias, type SequenceNode, type YamlNode } from "../yaml/node.ts";

/** Kinds whose content only looks like selectors, or is large and has none. */
const without: ReadonlySet<string> = new Set([
  "/ConfigMap",
  "/Secret",
  "apiextensions.k8s.io/CustomResourceDefinition",
]);

/**
 * The keys of labels that a resource of any kind selects by: selectors of every shape (including custom resources),
 * topology keys, the downward API, lists of label names. Includes too many rather than too few.
 */
export function selectedKeysOf({ group, kind, root }: Resource): readonly string[] {
  if (without.has(`${group}/${kind}`) || root.node === undefined) return [];
  const keys = new Set<string>();
  collect(root.node, keys);
  return [...keys];
}

function collect(node: YamlNode, into: Set<string>): void {
  if (node.kind === "sequence") for (const item of node.items) collect(item, into);
  if (node.kind !== "map") return;
  for (const { key, value } of node.pairs) {
    if (value === undefined) continue;
    const target = resolveAlias(value);
    if (key.kind === "scalar" && target) note(key.text, target, into);
    // The target of an alias is visited at its anchor.
    collect(value, into);
  }
}

function note(name: string, value: YamlNode, into: Set<string>): void {
  if (value.kind === "map" && (name === "matchLabels" || isSelector(name)))
    for (const key of scalarKeys(value)) into.add(key);
  if (value.kind === "sequence") for (const key of keysInItems(name, value)) into.add(key);
  if (value.kind === "scalar") for (const key of keysInText(name, value.text)) into.add(key);
}

/** The keys of requirements, and names in a list of labels. */
function keysInItems(name: string, { items }: SequenceNode): readonly string[] {
  if (name === "matchExpressions")
    return items.flatMap((item) => (item.kind === "map" ? requiredKey(item) : []));
  if (!name.endsWith("Labels") && !name.endsWith("LabelKeys")) return [];
  return items.flatMap((item) => (item.kind === "scalar" ? item.text : []));
}

function requiredKey({ pairs }: MapNode): readonly string[] {
  const key = pairs.find((pair) => keyText(pair) === "key")?.value;
  return key?.kind === "scalar" ? [key.text] : [];
}

function keysInText(name: string, text: string): readonly string[] {
  if (name === "topologyKey" || name === "jobLabel") return [text];
  if (name === "fieldPath") return /^metadata\.labels\['([^']+)'\]$/.exec(text)?.slice(1) ?? [];
  // `app=web,tier in (front, back)`: values are included, which can only cause fewer findings.
  return isSelector(name) ? (text.match(/[A-Za-z0-9][\w./-]*/g) ?? []) : [];
}

function isSelector(name: string): boolean {
  return name.endsWith("selector") || name.endsWith("Selector");
}

/** Keys with scalar values, so that `matchLabels` itself is not mistaken for a label. */
function scalarKeys(map: MapNode): readonly string[] {
  return map.pairs.flatMap(({ key, value }) =>
    key.kind === "scalar" && (value === undefined || value.kind === "scalar") ? key.text : [],
  );
}
