import { isTemplated } from "./resource.ts";
import type { Value } from "./value.ts";

/** The mappings of an object's metadata that users can add entries to. */
export type MetadataField = "labels" | "annotations";

/** An object's value for the key of a label or annotation. */
export interface MetadataEntry {
  /** `undefined` if the key is missing. */
  readonly at: Value | undefined;
  /** Empty if the key is missing. */
  readonly text: string;
}

/**
 * The entry of an object, given its root; `undefined` if the entry or its mapping is filled in later, or if it is not a
 * string.
 */
export function metadataEntry(root: Value, field: MetadataField, key: string): MetadataEntry | undefined {
  const metadata = root.at("metadata");
  const map = metadata?.at(field);
  if (!metadata?.isMap || (map && !map.isMap && !map.isNull)) return undefined;
  const at = map?.at(key);
  const text = !at || at.isNull ? "" : at.scalar?.text;
  return text === undefined || isTemplated(text) ? undefined : { at, text };
}
