import { remembered } from "./answers.ts";
import type { OfficialImage } from "./catalog.ts";
import { listedTags } from "./listed.ts";
import { flavorWords } from "./packed.ts";
import { splitTag, type TagParts } from "./tags.ts";

/**
 * The most specific tag of the same build: `16-alpine` → `16.15-alpine`, `latest` → `1.31.4`; no tag means `latest`.
 * Undefined if the tag is already the most specific one, is not listed now, or points to several versions.
 */
export function fullVersionOf(image: OfficialImage, tag: string | undefined): string | undefined {
  const meant = tag ?? "latest";
  return image.builds.has(meant) ? remembered(image, meant, mostSpecific) : undefined;
}

function mostSpecific(image: OfficialImage, meant: string): string | undefined {
  const build = image.builds.get(meant);
  const own = splitTag(meant);
  const sisters = listedTags(image).filter(
    (other) => other.build === build && isMoreSpecific(other.version, own.version),
  );
  const distances = sisters.map((sister) => distance(own, sister));
  const nearest = Math.min(...distances);
  if (nearest === Number.POSITIVE_INFINITY) return undefined;
  const candidates = sisters
    .filter((_, index) => distances[index] === nearest)
    .sort((a, b) => b.version.length - a.version.length);
  const [best, ...others] = candidates;
  const isOneLine = others.every(({ version }) => best && spellsOut(best.version, version));
  return isOneLine ? best?.tag : undefined;
}

/**
 * Whether `version` is more specific than `than`: `1.31.4` is more specific than `1.31`, and any version than
 * the empty one.
 */
function isMoreSpecific(version: string, than: string): boolean {
  return (
    version !== than && version.startsWith(than) && (than === "" || !/\d/.test(version[than.length] ?? ""))
  );
}

/**
 * Whether the two are the same version, the first at least as exact; some images list each with and without a
 * `v`.
 */
function spellsOut(version: string, other: string): boolean {
  const [long, short] = [version.replace(/^v/, ""), other.replace(/^v/, "")];
  return long === short || isMoreSpecific(long, short);
}

/**
 * How much the flavor of a tag of the same build differs from the tag's own; infinite if the two are not comparable.
 * Tags of one build can use more words (`17-alpine` is `17.0.20_8-jdk-alpine`) or replace a codename by a version
 * (`lts-alpine` is `24.18.0-alpine`).
 */
function distance(own: TagParts, sister: TagParts): number {
  const wanted = flavorWords(own.flavor);
  const flavor = sister.flavor.replace(/-?\{\}/, "");
  const given = flavorWords(flavor);
  if (flavor === own.flavor) return 0;
  if (own.version === "")
    return own.flavor.endsWith(flavor) ? wanted.length - given.length : Number.POSITIVE_INFINITY;
  return wanted.every((word) => given.includes(word))
    ? given.length - wanted.length
    : Number.POSITIVE_INFINITY;
}
