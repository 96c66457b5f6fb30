import { remembered } from "./answers.ts";
import { type OfficialImage, tagStatus } from "./catalog.ts";
import { releasesBetween, withoutRelease } from "./distributions.ts";
import { floats, isWithinLine, lineOf, namesLine } from "./lines.ts";
import { type ListedTag, listedTags } from "./listed.ts";
import { splitTag, type TagParts } from "./tags.ts";
import { compareVersions, extendsVersion, isDate, isPreRelease, numbersOf } from "./versions.ts";

/** The supported tag that is closest to one that is no longer supported. */
export interface Successor {
  readonly tag: string;
  /**
   * The leftmost number that differs: `line` if the second number identifies the line, as in Python 3.8 and 3.10;
   * `minor` and `patch` stay within a line. `release` if only the base distribution is newer.
   */
  readonly upgrade: "major" | "line" | "minor" | "patch" | "release";
}

/**
 * For a tag that is no longer listed: the listed tag of the same line and flavor, or of the next higher line, with the
 * same precision (`9.6` → `14`, `9.6.24` → `14.24`). A distribution's release that has ended is replaced by the next
 * one (`-slim-buster` → `-slim-bookworm`). Undefined for any other tag, or if there is no such tag.
 */
export function supportedSuccessor(image: OfficialImage, tag: string): Successor | undefined {
  return tagStatus(image, tag) === "unsupported" ? remembered(image, tag, findSuccessor) : undefined;
}

/** A listed tag whose flavor is the wanted one, or can replace it. */
interface Candidate extends ListedTag {
  /** How many releases of the distribution lie in between; infinite if the release has to be left out. */
  readonly distance: number;
}

function findSuccessor(image: OfficialImage, tag: string): Successor | undefined {
  const own = splitTag(tag);
  const candidates = candidatesFor(image, own);
  const found =
    pick(sameLineOf(image, own.version, candidates), own, image) ??
    pick(equallyExact(image, own.version, candidates), own, image) ??
    pick(lowestLineOf(image, own.version, candidates), own, image);
  return found && { tag: found.tag, upgrade: upgradeTo(image, tag, found) };
}

/** The listed tags of any version whose flavor can replace that of a tag. */
export function candidatesFor(image: OfficialImage, own: TagParts): readonly Candidate[] {
  const { flavor } = own;
  const temurin = onTemurin(flavor);
  const floating = withoutRelease(flavor);
  // Without a version, a tag whose codename is removed would become `latest`.
  const canFloat = own.version !== "" || floating !== "";
  return listedTags(image)
    .filter(({ version }) => isAlike(version, own.version))
    .flatMap((listed): readonly Candidate[] => {
      const distance =
        releasesBetween(flavor, listed.flavor) ??
        (listed.flavor === temurin || (canFloat && listed.flavor === floating)
          ? Number.POSITIVE_INFINITY
          : undefined);
      return distance === undefined ? [] : [{ ...listed, distance }];
    });
}

/**
 * The equivalent flavor on Eclipse Temurin, to which the images moved when OpenJDK's image ended: `-jdk11-openjdk-slim`
 * → `-jdk11`, `-openjdk-17` → `-eclipse-temurin-17`. Undefined for any other flavor. Source:
 * https://github.com/docker-library/docs/blob/master/openjdk/deprecated.md
 */
function onTemurin(flavor: string): string | undefined {
  const [, before = "", version = ""] =
    /^(.*?)-(?:adoptopenjdk-hotspot|adoptopenjdk|openjdk|jdk(?=-\d))((?:-\d+)?)(?:-slim)?$/.exec(
      withoutRelease(flavor),
    ) ?? [];
  if (before === "" && version === "") return undefined;
  return version === "" ? before : `${before}-eclipse-temurin${version}`;
}

/** A date can only follow a date, a `v` a `v`, and nothing follows an empty version. */
function isAlike(a: string, b: string): boolean {
  const shape = (version: string) => `${version === ""}${isDate(version)}${version.startsWith("v")}`;
  return shape(a) === shape(b);
}

function sameLineOf(image: OfficialImage, version: string, candidates: readonly Candidate[]) {
  const line = lineOf(image, version);
  const same = candidates.filter((candidate) => lineOf(image, candidate.version) === line);
  const stable = same.filter((candidate) => !isPreRelease(candidate.version));
  return 0 < stable.length ? stable : same.filter(() => isPreRelease(version));
}

/** For a floating version, the next higher one that floats at the same number: `2` → `3`, `7.4` → `8.2`. */
function equallyExact(image: OfficialImage, version: string, candidates: readonly Candidate[]) {
  if (!floats(image, version)) return [];
  const exactness = numbersOf(version).length;
  return lowest(
    above(version, candidates).filter(
      (candidate) => numbersOf(candidate.version).length === exactness && floats(image, candidate.version),
    ),
  );
}

function lowestLineOf(image: OfficialImage, version: string, candidates: readonly Candidate[]) {
  const higher = above(version, candidates).filter((candidate) => isWithinLine(image, candidate.version));
  const [first] = lowest(higher);
  return first
    ? higher.filter(({ version: other }) => lineOf(image, other) === lineOf(image, first.version))
    : [];
}

function above(version: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(
    (candidate) => !isPreRelease(candidate.version) && 0 < compareVersions(candidate.version, version),
  );
}

/** All candidates with the lowest version. */
function lowest(candidates: readonly Candidate[]): readonly Candidate[] {
  const [first] = [...candidates].sort((a, b) => compareVersions(a.version, b.version));
  return candidates.filter(({ version }) => version === first?.version);
}

/** Among one line's candidates, the newest version, with the precision of the tag's own, in the nearest flavor. */
function pick(candidates: readonly Candidate[], own: TagParts, image: OfficialImage): Candidate | undefined {
  // A date is the same in each release of a distribution, so there the release comes first.
  const first = isDate(own.version) ? byDistance : newestFirst;
  const [newest] = [...candidates].sort((a, b) => first(a, b) || newestFirst(a, b));
  if (!newest) return undefined;
  const exactness = numbersOf(own.version).length;
  const spelling =
    candidates
      .filter(({ version }) => version === newest.version || extendsVersion(newest.version, version))
      .filter(({ version }) => floats(image, version) && numbersOf(version).length <= exactness)
      .sort(newestFirst)
      .find(() => floats(image, own.version)) ?? newest;
  const [best] = candidates.filter(({ version }) => version === spelling.version).sort(byDistance);
  return best;
}

function newestFirst(a: Candidate, b: Candidate): number {
  return compareVersions(b.version, a.version);
}

export function byDistance(a: Candidate, b: Candidate): number {
  return a.distance === b.distance ? 0 : a.distance - b.distance;
}

/** The kind of upgrade to a listed tag. */
export function upgradeTo(image: OfficialImage, tag: string, to: Candidate): Successor["upgrade"] {
  const from = splitTag(tag);
  if (from.version === "" || isDate(from.version)) {
    if (to.flavor === from.flavor) return "patch";
    return namesLine(image, tag) ? "major" : "release";
  }
  const before = numbersOf(from.version);
  const first = numbersOf(to.version).findIndex((number, index) => number !== before[index]);
  if (first < 0) return to.flavor === from.flavor ? "patch" : "release";
  if (first === 0) return "major";
  if (lineOf(image, from.version) !== lineOf(image, to.version)) return "line";
  return first === 1 && hasMinors(image, to.version) ? "minor" : "patch";
}

/** Whether versions of a line have three numbers: Node.js 22.23.2 does, PostgreSQL 16.15 does not. */
function hasMinors(image: OfficialImage, version: string): boolean {
  const line = lineOf(image, version);
  return listedTags(image).some(
    (listed) => lineOf(image, listed.version) === line && 2 < numbersOf(listed.version).length,
  );
}
