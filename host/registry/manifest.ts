import type { ImagePlatform } from "../../engine/index.ts";
import { type Fields, fieldsOf, parseJson, textOf } from "./json.ts";

/** What can be read, as an `Accept` header: OCI's index and manifest, and Docker's older names for the same. */
export const manifestTypes: string = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** One of an index's images. */
export interface IndexEntry {
  readonly digest: string;
  /** Undefined where the index does not say; the image's configuration does. */
  readonly platform: Pick<ImagePlatform, "os" | "architecture" | "variant"> | undefined;
}

export type Manifest =
  | { readonly kind: "index"; readonly images: readonly IndexEntry[] }
  | {
      readonly kind: "image";
      /** Sum of the compressed layers, in bytes. */
      readonly size: number;
      /** Digest of the configuration. */
      readonly config: string;
    };

/**
 * `sha256:…` or `sha512:…`, the registered algorithms:
 * https://github.com/opencontainers/image-spec/blob/main/descriptor.md#registered-algorithms.
 */
export function isDigest(text: unknown): text is string {
  return typeof text === "string" && /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(text);
}

/** Reads a manifest; undefined where it is none of the four forms. */
export function readManifest(body: string): Manifest | undefined {
  const { manifests, layers, config } = fieldsOf(parseJson(body));
  if (Array.isArray(manifests)) return { kind: "index", images: manifests.flatMap(indexEntry) };
  const { digest } = fieldsOf(config);
  if (!Array.isArray(layers) || !isDigest(digest)) return undefined;
  const sizes = layers.map((layer) => fieldsOf(layer)["size"]);
  if (!sizes.every(isSize)) return undefined;
  return { kind: "image", size: sizes.reduce((sum, size) => sum + size, 0), config: digest };
}

/**
 * Reads an image's configuration; undefined where it has no platform, because it is of something else than an image.
 * https://github.com/opencontainers/image-spec/blob/main/config.md
 *
 * @param size of the image, in bytes
 */
export function readConfig(body: string, size: number): ImagePlatform | undefined {
  const fields = fieldsOf(parseJson(body));
  const platform = platformOf(fields);
  const user = fieldsOf(fields["config"])["User"];
  return platform && { ...platform, size, user: textOf(user) ?? "" };
}

/**
 * One of an index's images as a list of one; none where it is a signature or a provenance, which stand among them:
 * https://docs.docker.com/build/metadata/attestations/attestation-storage/.
 */
export function indexEntry(value: unknown): readonly IndexEntry[] {
  const { digest, platform, annotations } = fieldsOf(value);
  const entry = platformOf(fieldsOf(platform));
  if (!isDigest(digest) || entry?.os === "unknown") return [];
  if (fieldsOf(annotations)["vnd.docker.reference.type"] !== undefined) return [];
  return [{ digest, platform: entry }];
}

/** Undefined where there is none; other fields than those of a platform are left out. */
export function platformOf({ os, architecture, variant }: Fields): IndexEntry["platform"] {
  if (textOf(os) === undefined || textOf(architecture) === undefined) return undefined;
  return { os: String(os), architecture: String(architecture), variant: textOf(variant) };
}

export function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && 0 <= Number(value);
}

/** The tags of an answer to a question for them; undefined where it is none. */
export function readTags(body: string): readonly string[] | undefined {
  const { tags } = fieldsOf(parseJson(body));
  // Registries write null for an empty list.
  if (tags === null) return [];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : undefined;
}

/** What a body is that is no manifest, as a clause. */
export function whatElse(body: string): string {
  const value = parseJson(body);
  if (value === undefined)
    return /^\s*</.test(body) ? "answers with a web page" : "answers with something that is not JSON";
  // https://distribution.github.io/distribution/spec/deprecated-schema-v1/
  return fieldsOf(value)["schemaVersion"] === 1
    ? "has this image only in a form that is no longer used"
    : "answers with something that is not an image";
}
