import { officialImage } from "./catalog.ts";
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

/**
 * Tags that say by their name that they are pushed again: branches, and what builds call the newest state of one.
 * `docker/metadata-action`, with which most images are tagged, makes a tag of each branch's name, `edge` of the last
 * commit and `nightly` of the last night (https://github.com/docker/metadata-action#tags-input); `canary` and `dev` are
 * the same by custom, `master-head` and `v1.6.x-head` are Rancher's and Longhorn's
 * (https://github.com/longhorn/longhorn/blob/master/deploy/longhorn.yaml). Whole names only: `main-3f2a91c` is one build.
 * Names of releases such as `stable`, and short versions, move as well, but with releases.
 */
const BRANCHES: ReadonlySet<string> = new Set(
  "canary dev develop development edge head main master nightly trunk".split(" "),
);

/** Whether the tag is named after a branch or its newest build, in any registry; one that is pinned by digest as well moves no more. */
export function isBranchTag({ tag, digest }: ImageReference): boolean {
  if (tag === undefined || digest !== undefined) return false;
  return BRANCHES.has(tag.toLowerCase()) || tag.endsWith("-head");
}

/**
 * Whether the image is known to have no tags for versions, so that only a digest holds one: distroless images have
 * `latest`, `nonroot` and `debug`. Source: https://github.com/GoogleContainerTools/distroless#what-images-are-available
 */
export function hasNoVersions({ registry, repository }: ImageReference): boolean {
  return registry === "gcr.io" && repository.startsWith("distroless/");
}
