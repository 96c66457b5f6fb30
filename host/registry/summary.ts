import type { ImagePlatform } from "../../engine/index.ts";
import { fieldsOf } from "./json.ts";
import { type IndexEntry, indexEntry, isDigest, isSize, platformOf } from "./manifest.ts";

/** What a manifest says, with what its configuration says. Never changes, since its digest is its name. */
export type Summary =
  | { readonly kind: "index"; readonly images: readonly IndexEntry[] }
  /** Undefined where it is no image, but a chart or a signature. */
  | { readonly kind: "image"; readonly platform: ImagePlatform | undefined };

/** The digest behind a tag, as the cache has it: null where there was no such tag. */
export function cachedDigest(value: unknown): string | null | undefined {
  return value === null || isDigest(value) ? value : undefined;
}

/** What a cache's file says about a manifest; undefined where it says something else. */
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
