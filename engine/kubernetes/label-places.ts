import { podPath, scopeOf } from "./kinds.ts";
import { once } from "./once.ts";
import type { Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** A mapping from label keys to label values. */
export interface LabelMap {
  readonly map: Value;
  /** Its role: labels that an object carries, or labels that objects or nodes must have. */
  readonly role: "labels" | "selector" | "node selector";
  /** The `metadata` that has the labels; `undefined` for selectors. */
  readonly metadata: Value | undefined;
}

/** Every `metadata` in a resource: its own, and those of the objects that are created from it. */
export function metadataOf(resource: Resource): readonly Value[] {
  return once(resource, readMetadata);
}

function readMetadata({ apiVersion, kind, root }: Resource): readonly Value[] {
  const path = podPath(apiVersion, kind) ?? [];
  const found = [
    root.at("metadata"),
    path.length > 0 ? root.at(...path, "metadata") : undefined,
    kind === "CronJob" ? root.at("spec", "jobTemplate", "metadata") : undefined,
    ...(root.at("spec", "volumeClaimTemplates")?.items() ?? []).map((claim) => claim.at("metadata")),
  ];
  return found.filter((value) => value?.isMap) as readonly Value[];
}

/**
 * Every mapping of labels in a resource. Selectors of built-in kinds only, because custom ones can use patterns. Walks
 * once for all rules.
 */
export function labelMapsOf(resource: Resource): readonly LabelMap[] {
  return once(resource, readLabelMaps);
}

function readLabelMaps(resource: Resource): readonly LabelMap[] {
  return [
    ...metadataOf(resource).flatMap((metadata) => entry(metadata.at("labels"), "labels", metadata)),
    ...selectorMaps(resource),
  ];
}

/** The paths, from the root, of built-in kinds that contain label selectors. */
const selecting: readonly (readonly string[])[] = [
  ["spec", "selector"],
  ["spec", "podSelector"],
  ["spec", "ingress"],
  ["spec", "egress"],
  ["webhooks"],
];

function selectorMaps({ apiVersion, kind, root }: Resource): readonly LabelMap[] {
  if (scopeOf(apiVersion, kind) === "unknown") return [];
  const path = podPath(apiVersion, kind);
  const pod = path && root.at(...path, "spec");
  // These two have a plain mapping instead of a label selector.
  const plain = apiVersion === "v1" && (kind === "Service" || kind === "ReplicationController");
  return [
    ...(plain ? entry(root.at("spec", "selector"), "selector") : []),
    ...selecting.flatMap((place) => matchLabelsIn(root.at(...place))),
    ...matchLabelsIn(pod?.at("affinity")),
    ...matchLabelsIn(pod?.at("topologySpreadConstraints")),
    ...entry(pod?.at("nodeSelector"), "node selector"),
  ];
}

function matchLabelsIn(value: Value | undefined): readonly LabelMap[] {
  const items = value?.items().flatMap(matchLabelsIn) ?? [];
  const entries = value?.entries() ?? [];
  return [
    ...items,
    ...entries.flatMap(({ name, value: below }) =>
      name === "matchLabels" ? entry(below, "selector") : matchLabelsIn(below),
    ),
  ];
}

function entry(map: Value | undefined, role: LabelMap["role"], metadata?: Value): readonly LabelMap[] {
  return map?.isMap ? [{ map, role, metadata }] : [];
}

/** The values that match expressions of built-in kinds compare labels with, by key. */
export function expressionValuesOf(
  resource: Resource,
): readonly { readonly key: string; readonly at: Value }[] {
  const { apiVersion, kind, root } = resource;
  if (scopeOf(apiVersion, kind) === "unknown") return [];
  return expressionValuesIn(root.at("spec"), false);
}

function expressionValuesIn(
  value: Value | undefined,
  isExpressions: boolean,
): readonly { readonly key: string; readonly at: Value }[] {
  // An alias is checked where its anchor is.
  if (value === undefined || value.written?.kind === "alias") return [];
  if (isExpressions)
    return value.items().flatMap((expression) =>
      (expression.at("values")?.items() ?? []).map((at) => ({
        key: expression.at("key")?.string ?? "",
        at,
      })),
    );
  return [
    ...value.items().flatMap((item) => expressionValuesIn(item, false)),
    ...value.entries().flatMap((entry) => expressionValuesIn(entry.value, entry.name === "matchExpressions")),
  ];
}
