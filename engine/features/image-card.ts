import type { Caveat } from "../images/caveats.ts";
import type { Retirement } from "../images/retired-registries.ts";
import type { Support } from "../images/support.ts";
import type { ImagePart } from "../kubernetes/image-use.ts";
import type { Range } from "../text/range.ts";

/** What is known about an image in a file. */
export interface ImageCard {
  /** The range of its value in the file. */
  readonly range: Range;
  /** The part of the reference at the requested offset. */
  readonly part: ImagePart | undefined;
  /** The full reference, as runtimes read it: `docker.io/library/nginx:latest`. Without a tag if it is set elsewhere. */
  readonly image: string;
  /** Whether it is one of Docker's official images. */
  readonly official: boolean;
  /** URL of its page in the registry, if there is one. */
  readonly page: string | undefined;
  /** Most useful first, at most `mostFacts`. */
  readonly facts: readonly ImageFact[];
}

/** A card must be readable at a glance. */
export const mostFacts = 7;

/** Rules whose messages contain a fact of the card. */
export const yieldsTo = [
  "alpine-variant-exists",
  "image-floating-tag",
  "image-not-found",
  "image-patch-outdated",
  "image-pull-secret-missing",
  "image-registry-retired",
  "image-tag-misspelled",
  "image-unsupported",
  "slim-variant-exists",
] as const;

/** Rules whose findings are shown next to the card, which does not repeat them. */
export type Said = ReadonlySet<(typeof yieldsTo)[number]>;

export type ImageFact =
  /** A kustomization or Skaffold replaces the image. */
  | { readonly kind: "replaced" }
  | {
      readonly kind: "retired";
      readonly retirement: Retirement;
      /** The image to use instead; `undefined` if the user has to choose. */
      readonly instead: string | undefined;
    }
  /** An additional sentence about something that a finding already reports. */
  | { readonly kind: "note"; readonly text: string; readonly source: string | undefined }
  | SupportFact
  /** The nearest supported tag, if a finding says that this one is no longer supported. */
  | { readonly kind: "successor"; readonly tag: string }
  /** A floating tag; `full` is the tag that was the same build on `date`. */
  | { readonly kind: "moves"; readonly tag: string; readonly full: string; readonly date: string }
  /** There is a tag in addition to the digest, which has no effect. */
  | { readonly kind: "pinned"; readonly tag: string }
  /** The same version on other distributions, small ones first. */
  | { readonly kind: "variants"; readonly variants: readonly ImageVariant[] }
  /** Differences of the Alpine variant, most severe first. */
  | { readonly kind: "caveats"; readonly caveats: readonly Caveat[] }
  /** The image is end of life; `instead` are the images to use, closest first. */
  | {
      readonly kind: "ended";
      readonly name: string;
      /** A clause that continues after the name. */
      readonly reason: string;
      readonly instead: readonly string[];
      readonly source: string;
    }
  | CredentialsFact
  | FoundFact
  /** The tag or digest does not exist in the registry. */
  | { readonly kind: "missing" }
  /** The registry requires credentials, or rejects the configured ones. */
  | { readonly kind: "denied"; readonly registry: string }
  /** The registry could not be queried; `reason` is a clause. */
  | { readonly kind: "unavailable"; readonly registry: string; readonly reason: string };

/** Whether the maintainers of an official image support the tag. */
export interface SupportFact {
  readonly kind: "support";
  readonly tag: string;
  /** As returned by `supportOf`. `newer`: unknown because its version is higher than all known versions. */
  readonly support: Support | "newer";
  /** The nearest supported tag, if this one is no longer supported. */
  readonly successor: string | undefined;
  /** The date of this information, such as `2026-08-21`. */
  readonly date: string;
}

export interface ImageVariant {
  readonly tag: string;
  readonly isAlpine: boolean;
  /** Compressed, in bytes; `undefined` if no registry was queried. */
  readonly size: number | undefined;
}

/** The registry requires credentials. */
export interface CredentialsFact {
  readonly kind: "credentials";
  readonly registry: string;
  /** Where the pod gets them from, if known; `undefined` if it has none. */
  readonly has:
    | { readonly from: "pod"; readonly secrets: readonly string[] }
    | { readonly from: "account"; readonly account: string; readonly secrets: readonly string[] }
    | { readonly from: "nodes" }
    | undefined;
  /** A Secret that fits, if the pod has none. */
  readonly fitting: { readonly name: string; readonly why: string } | undefined;
  /** Sentences about how clusters authenticate to such a registry. */
  readonly notes: readonly string[];
}

/** The registry's answer about the image. */
export interface FoundFact {
  readonly kind: "found";
  readonly digest: string;
  /** Compressed size in bytes for the platform of the nodes, or else for `linux/amd64`. */
  readonly size: number | undefined;
  /** `linux/amd64`, `linux/arm/v7`. */
  readonly platforms: readonly string[];
  /** Such as `nginx:nginx`. Empty if the image sets none and so runs as root; `undefined` if unknown. */
  readonly user: string | undefined;
}
