import type { ImagePlatform } from "../../engine/index.ts";
import { type Fields, fieldsOf, parseJson, textOf } from "./json.ts";

/** The supported formats, as an `Accept` header: OCI's index and manifest, and Docker's older names for the same. */
export const manifestTypes: string = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** One of an index's images. */
export interface IndexEntry {
  readonly digest: string;
  /** `undefined` if only the configuration of the image has it. */
  readonly platform: Pick<ImagePlatform, "os" | "architecture" | "variant"> | undefined;
}

export type Manifest =
  | { readonly kind: "index"; readonly images: readonly IndexEntry[] }
  | {
      readonly kind: "image";
      /** The total size of the compressed layers, in bytes. */
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

/** Reads a manifest; `undefined` if it has none of the four formats. */
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
 * Reads the configuration of an image; `undefined` if it has no platform and therefore does not belong to an image.
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
 * An image of an index as a list of one; empty for signatures and provenance, which are listed like images:
 * https://docs.docker.com/build/metadata/attestations/attestation-storage/.
 */
export function indexEntry(value: unknown): readonly IndexEntry[] {
  const { digest, platform, annotations } = fieldsOf(value);
  const entry = platformOf(fieldsOf(platform));
  if (!isDigest(digest) || entry?.os === "unknown") return [];
  if (fieldsOf(annotations)["vnd.docker.reference.type"] !== undefined) return [];
  return [{ digest, platform: entry }];
}

/** `undefined` if there is none. Contains only the fields of a platform. */
export function platformOf({ os, architecture, variant }: Fields): IndexEntry["platform"] {
  if (textOf(os) === undefined || textOf(architecture) === undefined) return undefined;
  return { os: String(os), architecture: String(architecture), variant: textOf(variant) };
}

export function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && 0 <= Number(value);
}

/** The tags in a response; `undefined` if it is not a list of tags. */
export function readTags(body: string): readonly string[] | undefined {
  const { tags } = fieldsOf(parseJson(body));
  // Some registries send null for an empty list.
  if (tags === null) return [];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : undefined;
}

/** Describes a body that is not a manifest, as a clause. */
export function whatElse(body: string): string {
  const value = parseJson(body);
  if (value === undefined)
    return /^\s*</.test(body) ? "responded with a web page" : "responded with something that is not JSON";
  // https://distribution.github.io/distribution/spec/deprecated-schema-v1/
  return fieldsOf(value)["schemaVersion"] === 1
    ? "has this image only in an obsolete format"
    : "responded with something that is not an image";
}
