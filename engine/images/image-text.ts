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
