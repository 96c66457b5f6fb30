import { remembered } from "./answers.ts";
import type { OfficialImage } from "./catalogue.ts";
import { flavourOrder, isAlpineTag, isWindowsTag } from "./distributions.ts";
import { type ListedTag, listedTags } from "./listed.ts";
import { compareVersions, isDate, isPreRelease } from "./versions.ts";

/** A tag to offer; all that are offered are supported. */
export interface OfferedTag {
  readonly tag: string;
  readonly alpine: boolean;
}

/**
 * The listed tags, the newest version first and within it the plain one, Alpine, slim, others. Behind the versions
 * come names (`latest`, `lts`), days, pre-releases, and last of all what runs on Windows.
 */
export function completionTags(image: OfficialImage): readonly OfferedTag[] {
  return remembered(image, "", sortTags);
}

function sortTags(image: OfficialImage): readonly OfferedTag[] {
  const listed = listedTags(image);
  // A thousand tags have some dozens of flavours, whose order takes long to find out.
  const flavours = [...new Set(listed.map(({ flavour }) => flavour))].sort(
    (a, b) => flavourOrder(a, b) || (a < b ? -1 : 1),
  );
  const places = new Map(flavours.map((flavour, place) => [flavour, place]));
  const placeOf = ({ flavour }: ListedTag) => places.get(flavour) ?? 0;
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

/** Some images write a pre-release behind the version and its flavour: `3.5-dev5-alpine`, `13.0-ubi-rc`. */
const UNFINISHED = /-(?:dev|rc|beta|alpha)\d*(?=-|$)/;

function groupOf({ tag, version, flavour }: ListedTag): number {
  if (isWindowsTag(tag)) return 4;
  if (version === "") return 1;
  if (isDate(version)) return 2;
  return isPreRelease(version) || UNFINISHED.test(flavour) ? 3 : 0;
}
