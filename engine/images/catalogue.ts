import type { ImageReference } from "./reference.ts";

/** An image of Docker's official set, with what its maintainers ever listed; opaque but for its name. */
export interface OfficialImage {
  /** Without registry and `library/`: `nginx`. */
  readonly name: string;
}

/** `unknown`: never listed as far as the data goes; it may be newer than the data, so it is never wrong. */
export type TagStatus = "supported" | "unsupported" | "unknown";

/** The official image behind a reference to Docker Hub's `library/`, undefined for any other. */
export function officialImage(_reference: ImageReference): OfficialImage | undefined {
  return undefined;
}

/** Whether the maintainers still build the tag, did so once, or never; undefined as tag means `latest`. */
export function tagStatus(_image: OfficialImage, _tag: string | undefined): TagStatus {
  return "unknown";
}

/**
 * The tag of the same version and flavour on Alpine, or of the slim kind: `8.2-fpm` → `8.2-fpm-alpine`.
 * Undefined when there is none, when the tag already is that small, or when the sibling is less supported.
 */
export function variantOf(
  _image: OfficialImage,
  _tag: string | undefined,
  _variant: "alpine" | "slim",
): string | undefined {
  return undefined;
}

/** The most specific tag now built from the same source: `16-alpine` → `16.15-alpine`; undefined if it is that. */
export function fullVersionOf(_image: OfficialImage, _tag: string | undefined): string | undefined {
  return undefined;
}
