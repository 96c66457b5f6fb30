import type { Resource } from "../kubernetes/resource.ts";
import { type MapNode, resolveAlias, type YamlNode } from "../yaml/node.ts";

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
  if (value.kind === "map" && (name === "matchLabels" || isSelector(name))) {
    for (const key of scalarKeys(value)) into.add(key);
  }
  if (value.kind === "sequence") {
    for (const item of value.items) {
      if (item.kind === "map" && name === "matchExpressions") {
        const key = item.pairs.find((pair) => pair.key.kind === "scalar" && pair.key.text === "key")?.value;
        if (key?.kind === "scalar") into.add(key.text);
      }
      if (item.kind === "scalar" && (name.endsWith("Labels") || name.endsWith("LabelKeys")))
        into.add(item.text);
    }
  }
  if (value.kind !== "scalar") return;
  if (name === "topologyKey" || name === "jobLabel") into.add(value.text);
  if (name === "fieldPath") {
    const label = /^metadata\.labels\['([^']+)'\]$/.exec(value.text)?.[1];
    if (label !== undefined) into.add(label);
  }
  // `app=web,tier in (front, back)`: values are included, which can only cause fewer findings.
  if (isSelector(name)) {
    for (const [word] of value.text.matchAll(/[A-Za-z0-9][\w./-]*/g)) into.add(word);
  }
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
