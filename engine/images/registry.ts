import type { ImageReference } from "./reference.ts";

/**
 * Questions to a registry about an image, and its answers. The engine never sends queries: an adapter does, if the user
 * enables it, and passes the answers in as plain data.
 */

/** An image as registries know it: normalized, with a tag, a digest or both. */
export interface ImageQuestion {
  /** Host with its port: `docker.io`, `registry.example:5000`. */
  readonly registry: string;
  /** `library/nginx`. */
  readonly repository: string;
  /** `latest` if neither tag nor digest is written. */
  readonly tag: string | undefined;
  /** With its algorithm: `sha256:…`. */
  readonly digest: string | undefined;
}

/** One of the images that a name refers to. */
export interface ImagePlatform {
  /** The value in the image's configuration: `linux`, `windows`. */
  readonly os: string;
  /** In Go's naming: `amd64`, `arm64`. */
  readonly architecture: string;
  /** `v7` of `arm`; undefined if there is no variant. */
  readonly variant: string | undefined;
  /** Sum of its compressed layers, in bytes; undefined if it is not known. */
  readonly size: number | undefined;
  /** `USER` of the image: `1000`, `nginx:nginx`; empty if it sets none, undefined if it is not known. */
  readonly user: string | undefined;
}

export type RegistryAnswer =
  | {
      readonly kind: "found";
      /** Of the manifest or index that the name refers to, with its algorithm. */
      readonly digest: string;
      /** Empty if nothing is known about them. */
      readonly platforms: readonly ImagePlatform[];
    }
  | {
      /** The registry responds, and has no such tag or digest. */
      readonly kind: "missing";
      /** The tags that the repository has instead, if the registry lists them. */
      readonly tags: readonly string[] | undefined;
    }
  /** The registry requires credentials, or different ones. */
  | { readonly kind: "denied" }
  /** Nothing is known: `reason` is one clause without credentials, such as `did not answer within 10 s`. */
  | { readonly kind: "unavailable"; readonly reason: string };

/**
 * The question about a reference. A digest alone identifies the image; without tag and digest, runtimes use `latest`.
 */
export function questionOf({ registry, repository, tag, digest }: ImageReference): ImageQuestion {
  return { registry, repository, tag: tag ?? (digest === undefined ? "latest" : undefined), digest };
}

/** The key under which answers are stored: `docker.io/library/nginx:1.27@sha256:…`. */
export function questionKey({ registry, repository, tag, digest }: ImageQuestion): string {
  return `${registry}/${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}
