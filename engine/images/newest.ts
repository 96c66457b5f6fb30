import { remembered } from "./answers.ts";
import type { OfficialImage } from "./catalog.ts";
import { lineOf, namesLine } from "./lines.ts";
import { listedTags } from "./listed.ts";
import { fullVersionOf } from "./pinning.ts";
import { byDistance, candidatesFor, type Successor, supportedSuccessor, upgradeTo } from "./successor.ts";
import { joinTag, splitTag } from "./tags.ts";
import { compareVersions, isDate, isPreRelease } from "./versions.ts";

/**
 * For a tag that is no longer listed: the tag of its flavor in the line that `lts`, or else `latest`, points to. That
 * line is supported the longest, while the nearest line is the next to end. Undefined if that line is also the nearest
 * one, and for lines with names, such as Debian's.
 */
export function newestSuccessor(image: OfficialImage, tag: string): Successor | undefined {
  return remembered(image, tag, findNewest);
}

function findNewest(image: OfficialImage, tag: string): Successor | undefined {
  const nearest = supportedSuccessor(image, tag);
  const goal = fullVersionOf(image, "lts") ?? fullVersionOf(image, "latest");
  if (!nearest || goal === undefined || namesLine(image, tag)) return undefined;
  const { version } = splitTag(goal);
  const near = splitTag(nearest.tag).version;
  // From Node.js 25 the next line is 26, although 24 has longer support.
  if (lineOf(image, version) === lineOf(image, near) || compareVersions(version, near) < 0) return undefined;
  const [best] = candidatesFor(image, splitTag(tag))
    .filter((candidate) => candidate.version === version)
    .sort(byDistance);
  return best && { tag: best.tag, upgrade: upgradeTo(image, tag, best) };
}

/**
 * The newest version of a tag's flavor, for a tag without a version: one that is listed, or else once was. Undefined if
 * there is no such version.
 */
export function newestVersionOf(image: OfficialImage, tag: string): string | undefined {
  return remembered(image, tag, findNewestVersion);
}

function findNewestVersion(image: OfficialImage, tag: string): string | undefined {
  const { flavor } = splitTag(tag);
  const isStable = (version: string) => version !== "" && !isDate(version) && !isPreRelease(version);
  const newest = (versions: Iterable<string>) => [...versions].filter(isStable).sort(compareVersions).at(-1);
  const listed = listedTags(image).filter((other) => other.flavor === flavor);
  const version =
    newest(listed.map((other) => other.version)) ??
    newest([...image.flavors.keys()].filter((other) => image.everHad(joinTag({ version: other, flavor }))));
  return version === undefined ? undefined : joinTag({ version, flavor });
}
