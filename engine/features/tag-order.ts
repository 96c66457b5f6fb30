import { flavorOrder, isWindowsTag } from "../images/distributions.ts";
import { splitTag, type TagParts } from "../images/tags.ts";
import { compareVersions, isPreRelease } from "../images/versions.ts";

/**
 * Tags of any image as people look for them: the newest version first, of one version the plain tag before its
 * flavors; then what has no version, what is not finished and what runs on Windows.
 */
export function newestFirst(tags: readonly string[]): readonly string[] {
  return tags
    .map((tag): Ordered => ({ tag, ...splitTag(tag) }))
    .sort(compare)
    .map(({ tag }) => tag);
}

interface Ordered extends TagParts {
  readonly tag: string;
}

function compare(a: Ordered, b: Ordered): number {
  return (
    groupOf(a) - groupOf(b) ||
    compareVersions(b.version, a.version) ||
    flavorOrder(a.flavor, b.flavor) ||
    (a.tag < b.tag ? -1 : 1)
  );
}

function groupOf({ tag, version }: Ordered): number {
  if (isWindowsTag(tag)) return 3;
  if (version === "") return 1;
  return isPreRelease(version) ? 2 : 0;
}
