import { officialImage } from "./catalog.ts";
import { isAlpineTag } from "./distributions.ts";
import type { ImageReference } from "./reference.ts";

/** Whether an image is certainly built on Alpine: it is Alpine itself, or an official image's Alpine variant. */
export function isOnAlpine(reference: ImageReference): boolean {
  const official = officialImage(reference);
  return official !== undefined && (official.name === "alpine" || isAlpineTag(reference.tag ?? "latest"));
}
