import type { MetadataField } from "../kubernetes/metadata-entry.ts";
import type { Entry, Value } from "../kubernetes/value.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/** The keys that usually come before a new mapping in the metadata of an object. */
const behind = { labels: ["name", "namespace"], annotations: ["name", "namespace", "labels"] } as const;

/** Sets a label or an annotation of an object, given its root. */
export function setMetadata(
  root: Value,
  field: MetadataField,
  key: string,
  value: string,
  edit: EditBuilder,
): readonly MaybeChange[] {
  const place = root.at("metadata", field) ? {} : { after: behind[field] };
  const inherited = field === "labels" ? inheritedLabels(root).filter(({ name }) => name !== key) : [];
  return [
    ...inherited.map(({ name, value: label }) =>
      label.string === undefined ? undefined : edit.set(root, ["metadata", field, name], label.string, place),
    ),
    edit.set(root, ["metadata", field, key], value, place),
  ];
}

/**
 * The labels that the API server copies from the pod template to an object without labels. Source:
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/batch/v1/defaults.go, also pkg/apis/core/v1
 */
function inheritedLabels(root: Value): readonly Entry[] {
  const kind = root.at("kind")?.string;
  const hasOwn = 0 < (root.at("metadata", "labels")?.entries().length ?? 0);
  if (hasOwn || (kind !== "Job" && kind !== "ReplicationController")) return [];
  return root.at("spec", "template", "metadata", "labels")?.entries() ?? [];
}
