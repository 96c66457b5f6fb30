import { flavorOrder, isWindowsTag } from "../images/distributions.ts";
import { splitTag, type TagParts } from "../images/tags.ts";
import { compareVersions, isPreRelease } from "../images/versions.ts";

/**
 * Sorts tags the way users look for them: newest version first, and the plain tag of a version before its flavors. Then
 * tags without a version, pre-releases, and Windows.
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
