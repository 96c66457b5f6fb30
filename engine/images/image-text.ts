import type { ImageReference } from "./reference.ts";

/** An image written out in full: `docker.io/library/nginx:1.27@sha256:…`. */
export function imageText({
  registry,
  repository,
  tag,
  digest,
}: Pick<ImageReference, "registry" | "repository" | "tag" | "digest">): string {
  return `${registry}/${repository}${tag === undefined ? "" : `:${tag}`}${digest === undefined ? "" : `@${digest}`}`;
}

/** The beginning of a sentence: `Image "a"`, `Images "a" and "b"`. */
export function quotedImages(images: readonly string[]): string {
  const quoted = images.map((image) => `"${image}"`);
  if (quoted.length < 2) return `Image ${quoted.join("")}`;
  return `Images ${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}
