import type { ImagePlatform } from "../../engine/index.ts";
import { fieldsOf } from "./json.ts";
import { type IndexEntry, indexEntry, isDigest, isSize, platformOf } from "./manifest.ts";

/** The content of a manifest and its configuration. Never changes, because its digest is its name. */
export type Summary =
  | { readonly kind: "index"; readonly images: readonly IndexEntry[] }
  /** Undefined if it is not an image but a chart or a signature. */
  | { readonly kind: "image"; readonly platform: ImagePlatform | undefined };

/** The digest of a tag, as stored in the cache: null if there was no such tag. */
export function cachedDigest(value: unknown): string | null | undefined {
  return value === null || isDigest(value) ? value : undefined;
}

/** The summary of a manifest in a cache file; undefined if the file contains something else. */
export function cachedSummary(value: unknown): Summary | undefined {
  const { kind, images, platform } = fieldsOf(value);
  if (kind === "index" && Array.isArray(images)) return { kind, images: images.flatMap(indexEntry) };
  if (kind !== "image") return undefined;
  const { size, user, ...rest } = fieldsOf(platform);
  const named = platformOf(rest);
  return !named
    ? { kind, platform: undefined }
    : isSize(size) && typeof user === "string"
      ? { kind, platform: { ...named, size, user } }
      : undefined;
}
