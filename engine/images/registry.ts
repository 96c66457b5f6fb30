import type { ImageReference } from "./reference.ts";

/**
 * What a registry can be asked about an image, and what it says. The engine never asks by itself: an adapter does, if
 * the user wants it, and hands the answers in as plain data.
 */

/** An image as registries know it: normalized, with a tag, a digest or both. */
export interface ImageQuestion {
  /** Host with its port: `docker.io`, `registry.example:5000`. */
  readonly registry: string;
  /** `library/nginx`. */
  readonly repository: string;
  /** `latest` where neither tag nor digest is written. */
  readonly tag: string | undefined;
  /** With its algorithm: `sha256:…`. */
  readonly digest: string | undefined;
}

/** One of the images behind a name. */
export interface ImagePlatform {
  /** As the image's configuration has it: `linux`, `windows`. */
  readonly os: string;
  /** Go's name of it: `amd64`, `arm64`. */
  readonly architecture: string;
  /** `v7` of `arm`; undefined where there is none. */
  readonly variant: string | undefined;
  /** Sum of its compressed layers, in bytes; undefined where it is not known. */
  readonly size: number | undefined;
  /** `USER` of the image: `1000`, `nginx:nginx`; empty where it has none, undefined where it is not known. */
  readonly user: string | undefined;
}

export type RegistryAnswer =
  | {
      readonly kind: "found";
      /** Of the manifest or the index that the name stands for, with its algorithm. */
      readonly digest: string;
      /** Empty where nothing is known about them. */
      readonly platforms: readonly ImagePlatform[];
    }
  | {
      /** The registry answers, and has no such tag or digest. */
      readonly kind: "missing";
      /** The tags that the repository has instead, if the registry lists them; undefined where it does not. */
      readonly tags: readonly string[] | undefined;
    }
  /** The registry wants credentials, or other ones. */
  | { readonly kind: "denied" }
  /** Nothing is known: `reason` is one clause without credentials, such as `did not answer within 10 s`. */
  | { readonly kind: "unavailable"; readonly reason: string };

/** What to ask about a reference. A digest alone says which image it is; without either, runtimes take `latest`. */
export function questionOf({ registry, repository, tag, digest }: ImageReference): ImageQuestion {
  return { registry, repository, tag: tag ?? (digest === undefined ? "latest" : undefined), digest };
}

/** The name that answers are kept by: `docker.io/library/nginx:1.27@sha256:…`. */
export function questionKey({ registry, repository, tag, digest }: ImageQuestion): string {
  return `${registry}/${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}
