import { officialImage } from "./catalog.ts";
import { cannotHaveVersion } from "./moving.ts";
import { newestVersionOf } from "./newest.ts";
import type { ImageReference } from "./reference.ts";

/**
 * A starting point for users who need to write a version: the newest one of an official image, else an example of the
 * form. Undefined if the repository cannot have such a version.
 */
export function versionToBeginWith(reference: ImageReference): string | undefined {
  const official = officialImage(reference);
  if (official) return newestVersionOf(official, reference.tag ?? "latest");
  return cannotHaveVersion(reference) ? undefined : "1.0.0";
}
