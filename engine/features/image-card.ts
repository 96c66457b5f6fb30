import type { Caveat } from "../images/caveats.ts";
import type { Retirement } from "../images/retired-registries.ts";
import type { Support } from "../images/support.ts";
import type { ImagePart } from "../kubernetes/image-use.ts";
import type { Range } from "../text/range.ts";

/** What is known of an image that a file names. */
export interface ImageCard {
  /** Where its value stands in the file. */
  readonly range: Range;
  /** What of it stands at the offset that was asked about. */
  readonly part: ImagePart | undefined;
  /** The name in full, as runtimes read it: `docker.io/library/nginx:latest`; without a tag where others decide it. */
  readonly image: string;
  /** One of Docker's official images. */
  readonly official: boolean;
  /** URL of its page in the registry, where there is one. */
  readonly page: string | undefined;
  /** The most useful first, at most `mostFacts`. */
  readonly facts: readonly ImageFact[];
}

/** A card is read at a glance. */
export const mostFacts = 7;

/** Rules whose messages say what the card would say. */
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

/** Those of them whose findings are shown beside the card: it does not repeat them. */
export type Said = ReadonlySet<(typeof yieldsTo)[number]>;

export type ImageFact =
  /** A kustomization or Skaffold puts another image in its place. */
  | { readonly kind: "replaced" }
  | {
      readonly kind: "retired";
      readonly retirement: Retirement;
      /** The image to take instead, written out; undefined where a person has to choose. */
      readonly instead: string | undefined;
    }
  /** A sentence more on what a finding says already. */
  | { readonly kind: "note"; readonly text: string; readonly source: string | undefined }
  | SupportFact
  /** The nearest tag that is supported, where a finding says that this one no longer is. */
  | { readonly kind: "successor"; readonly tag: string }
  /** The tag moves; `full` is the tag that was the very same build on `date`. */
  | { readonly kind: "moves"; readonly tag: string; readonly full: string; readonly date: string }
  /** There is a tag beside the digest, which nobody looks at. */
  | { readonly kind: "pinned"; readonly tag: string }
  /** The same version and kind on other distributions, small ones first. */
  | { readonly kind: "variants"; readonly variants: readonly ImageVariant[] }
  /** What is different on the image's Alpine variant, the gravest first. */
  | { readonly kind: "caveats"; readonly caveats: readonly Caveat[] }
  /** The whole image has ended; `instead` are the images to take, the closest first. */
  | {
      readonly kind: "ended";
      readonly name: string;
      /** A clause that fits behind the name. */
      readonly reason: string;
      readonly instead: readonly string[];
      readonly source: string;
    }
  | CredentialsFact
  | FoundFact
  /** The registry has no such tag or digest. */
  | { readonly kind: "missing" }
  /** The registry wants credentials, or other ones. */
  | { readonly kind: "denied"; readonly registry: string }
  /** The registry could not be asked; `reason` is a clause. */
  | { readonly kind: "unavailable"; readonly registry: string; readonly reason: string };

/** How the maintainers of an official image stand to its tag. */
export interface SupportFact {
  readonly kind: "support";
  readonly tag: string;
  /** As `supportOf` says it; `newer` is what is unknown because its version is above all that are known. */
  readonly support: Support | "newer";
  /** The nearest tag that is supported, for one that is no longer. */
  readonly successor: string | undefined;
  /** The day up to which that is known, as `2026-08-21`. */
  readonly date: string;
}

export interface ImageVariant {
  readonly tag: string;
  readonly isAlpine: boolean;
  /** Compressed, in bytes; undefined where no registry was asked. */
  readonly size: number | undefined;
}

/** The registry asks for credentials. */
export interface CredentialsFact {
  readonly kind: "credentials";
  readonly registry: string;
  /** Where the pod has them from, as far as can be told; undefined where it has none. */
  readonly has:
    | { readonly from: "pod"; readonly secrets: readonly string[] }
    | { readonly from: "account"; readonly account: string; readonly secrets: readonly string[] }
    | { readonly from: "nodes" }
    | undefined;
  /** A Secret that would do, where the pod has none. */
  readonly fitting: { readonly name: string; readonly why: string } | undefined;
  /** Sentences on how such a registry lets clusters in. */
  readonly notes: readonly string[];
}

/** What the registry says of the image. */
export interface FoundFact {
  readonly kind: "found";
  readonly digest: string;
  /** Compressed size in bytes for the platform of the nodes, else for `linux/amd64`. */
  readonly size: number | undefined;
  /** `linux/amd64`, `linux/arm/v7`. */
  readonly platforms: readonly string[];
  /** `nginx:nginx`; empty where the image names none and so runs as root, undefined where that is not known. */
  readonly user: string | undefined;
}
