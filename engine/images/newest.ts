import { remembered } from "./answers.ts";
import type { OfficialImage } from "./catalog.ts";
import { lineOf, namesLine } from "./lines.ts";
import { needsMigration } from "./migrations.ts";
import { fullVersionOf } from "./pinning.ts";
import { byDistance, candidatesFor, type Successor, supportedSuccessor, upgradeTo } from "./successor.ts";
import { splitTag } from "./tags.ts";
import { compareVersions } from "./versions.ts";

/**
 * For a tag once listed and no longer: the tag of its flavor in the line that `lts`, or else `latest`, stands for. It
 * lasts the longest, while the nearest line is the next to end. Undefined where that line is the nearest as well, for
 * images whose data a longer way would have to migrate, and for lines with names, such as Debian's.
 */
export function newestSuccessor(image: OfficialImage, tag: string): Successor | undefined {
  return remembered(image, tag, findNewest);
}

function findNewest(image: OfficialImage, tag: string): Successor | undefined {
  const nearest = supportedSuccessor(image, tag);
  const goal = fullVersionOf(image, "lts") ?? fullVersionOf(image, "latest");
  if (!nearest || goal === undefined || namesLine(image, tag) || needsMigration(image.name, "major"))
    return undefined;
  const { version } = splitTag(goal);
  const near = splitTag(nearest.tag).version;
  // Of Node.js 25 the way leads to 26, though 24 has the longer support.
  if (lineOf(image, version) === lineOf(image, near) || compareVersions(version, near) < 0) return undefined;
  const [best] = candidatesFor(image, splitTag(tag))
    .filter((candidate) => candidate.version === version)
    .sort(byDistance);
  return best && { tag: best.tag, upgrade: upgradeTo(image, tag, best) };
}
