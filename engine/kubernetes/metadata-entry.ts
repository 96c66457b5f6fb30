import { isTemplated } from "./resource.ts";
import type { Value } from "./value.ts";

/** The mappings of an object's metadata that anybody may write into. */
export type MetadataField = "labels" | "annotations";

/** What an object has for the key of a label or annotation. */
export interface MetadataEntry {
  /** `undefined` where the key is not there. */
  readonly at: Value | undefined;
  /** Empty where there is none. */
  readonly text: string;
}

/** The entry of an object, given its root; `undefined` where it is filled in later, alone or with all others, or is no text. */
export function metadataEntry(root: Value, field: MetadataField, key: string): MetadataEntry | undefined {
  const metadata = root.at("metadata");
  const map = metadata?.at(field);
  if (!metadata?.isMap || (map && !map.isMap && !map.isNull)) return undefined;
  const at = map?.at(key);
  const text = !at || at.isNull ? "" : at.scalar?.text;
  return text === undefined || isTemplated(text) ? undefined : { at, text };
}
