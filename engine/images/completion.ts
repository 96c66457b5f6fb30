import { remembered } from "./answers.ts";
import type { OfficialImage } from "./catalog.ts";
import { flavorOrder, isAlpineTag, isWindowsTag } from "./distributions.ts";
import { type ListedTag, listedTags } from "./listed.ts";
import { compareVersions, isDate, isPreRelease } from "./versions.ts";

/** A tag to offer; only supported tags are offered. */
export interface OfferedTag {
  readonly tag: string;
  readonly alpine: boolean;
}

/**
 * The listed tags, newest version first. Within a version: the plain tag, Alpine, slim, others. After the versions:
 * names (`latest`, `lts`), dates, pre-releases, and Windows.
 */
export function completionTags(image: OfficialImage): readonly OfferedTag[] {
  return remembered(image, "", sortTags);
}

function sortTags(image: OfficialImage): readonly OfferedTag[] {
  const listed = listedTags(image);
  // A thousand tags have a few dozen flavors, and ordering those is slow.
  const flavors = [...new Set(listed.map(({ flavor }) => flavor))].sort(
    (a, b) => flavorOrder(a, b) || (a < b ? -1 : 1),
  );
  const places = new Map(flavors.map((flavor, place) => [flavor, place]));
  const placeOf = ({ flavor }: ListedTag) => places.get(flavor) ?? 0;
  return [...listed]
    .sort(
      (a, b) =>
        groupOf(a) - groupOf(b) ||
        compareVersions(b.version, a.version) ||
        placeOf(a) - placeOf(b) ||
        (a.tag < b.tag ? -1 : 1),
    )
    .map(({ tag }) => ({ tag, alpine: isAlpineTag(tag) }));
}

/** Some images put the pre-release after the version and its flavor: `3.5-dev5-alpine`, `13.0-ubi-rc`. */
const UNFINISHED = /-(?:dev|rc|beta|alpha)\d*(?=-|$)/;

function groupOf({ tag, version, flavor }: ListedTag): number {
  if (isWindowsTag(tag)) return 4;
  if (version === "") return 1;
  if (isDate(version)) return 2;
  return isPreRelease(version) || UNFINISHED.test(flavor) ? 3 : 0;
}
