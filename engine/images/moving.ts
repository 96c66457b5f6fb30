import { officialImage } from "./catalogue.ts";
import type { ImageReference } from "./reference.ts";
import { retirementOf } from "./retired-registries.ts";
import { endOf } from "./support.ts";

/**
 * Whether nothing new can come under a tag any more: its registry is shut or frozen, or it is one of an official
 * image that is no longer built.
 */
export function standsStill(reference: ImageReference): boolean {
  const state = retirementOf(reference)?.state;
  const official = officialImage(reference);
  return (
    state === "shut" ||
    state === "frozen" ||
    (official !== undefined && endOf(official, reference.tag) !== undefined)
  );
}
