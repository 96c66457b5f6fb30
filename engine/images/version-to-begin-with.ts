import { officialImage } from "./catalog.ts";
import { cannotHaveVersion } from "./moving.ts";
import { newestVersionOf } from "./newest.ts";
import type { ImageReference } from "./reference.ts";

/**
 * What a person who is to write a version may start from: the newest one of an official image, else one that shows the
 * form. Undefined where the repository can have none of that form.
 */
export function versionToBeginWith(reference: ImageReference): string | undefined {
  const official = officialImage(reference);
  if (official) return newestVersionOf(official, reference.tag ?? "latest");
  return cannotHaveVersion(reference) ? undefined : "1.0.0";
}
