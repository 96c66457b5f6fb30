import type { MetadataField } from "../kubernetes/metadata-entry.ts";
import type { Value } from "../kubernetes/value.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/** What a new mapping stands behind, in the order in which most people write an object's metadata. */
const behind = { labels: ["name", "namespace"], annotations: ["name", "namespace", "labels"] } as const;

/** Sets a label or an annotation of an object, given its root. */
export function setMetadata(
  root: Value,
  field: MetadataField,
  key: string,
  value: string,
  edit: EditBuilder,
): MaybeChange {
  const place = root.at("metadata", field) ? {} : { after: behind[field] };
  return edit.set(root, ["metadata", field, key], value, place);
}
