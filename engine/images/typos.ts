import { distance } from "fastest-levenshtein";
import { remembered } from "./answers.ts";
import { isCatalogueWord, type OfficialImage } from "./catalogue.ts";
import { floats, lineOf } from "./lines.ts";
import { listedTags } from "./listed.ts";
import { flavoursOf, flavourWords } from "./packed.ts";
import { replacementOf } from "./replacements.ts";
import { joinTag, splitTag } from "./tags.ts";
import { compareVersions, isDate, isPreRelease, numbersOf } from "./versions.ts";

/**
 * - `known`: the tag was listed at some time.
 * - `typo`: it was not, and cannot come to be.
 * - `unknown`: it was not, but may be newer than the data.
 */
export interface TagJudgement {
  readonly kind: "known" | "typo" | "unknown";
  /** What may have been meant, best first, at most 3; at least one for a typo, none for a known tag. */
  readonly suggestions: readonly string[];
}

const MAX_SUGGESTIONS = 3;

/**
 * Whether a tag ever existed. It is called a typo only where nothing newer than the data could make it right:
 * - the same numbers with a word that no official image has, near to one that this image has (`1.27-apline`), or
 *   with the same words in another order or otherwise joined (`3.12-bookworm-slim`, `1.27alpine`, `v22`);
 * - a patch that a newer one has followed, in a flavour that it never had (`16.2-slim`): it will get no other ones;
 * - a version that was left out between two that exist (the day of `bookworm-20240102`).
 *
 * Versions above the known ones, new releases of distributions and flavours that other images have stay `unknown`.
 * Replayed over the history of the images, the data of 2016 calls none of the 147,995 tags a typo that came after it.
 */
export function judgeTag(image: OfficialImage, tag: string): TagJudgement {
  return image.everHad(tag) ? { kind: "known", suggestions: [] } : remembered(image, tag, judge);
}

function judge(image: OfficialImage, tag: string): TagJudgement {
  const spelt = respelt(image, tag);
  const near = [spelt, otherFlavours(image, tag), otherVersions(image, tag)].find(
    ({ tags }) => 0 < tags.length,
  );
  return {
    kind: near?.proves ? "typo" : "unknown",
    suggestions: (near?.tags ?? []).slice(0, MAX_SUGGESTIONS),
  };
}

/** Near tags of one kind, best first, and whether they prove that the tag in question cannot be right. */
interface Near {
  readonly tags: readonly string[];
  readonly proves: boolean;
}

/** Tags with the same numbers in the same order, and nearly the same letters. */
function respelt(image: OfficialImage, tag: string): Near {
  const digits = digitsOf(tag);
  const wanted = new Set(digits);
  const foreign = lettersOf(tag).filter((word) => !isCatalogueWord(word));
  const sameWords: string[] = [];
  const near: { readonly tag: string; readonly edits: number }[] = [];
  for (const [version, node] of image.flavours) {
    if (!digitsOf(version).every((run) => wanted.has(run))) continue;
    for (const flavour of flavoursOf(node)) {
      const other = joinTag({ version, flavour });
      if (digitsOf(other).join(".") !== digits.join(".")) continue;
      if (joined(other) === joined(tag) || isReordered(tag, other)) sameWords.push(other);
      else if (0 < foreign.length && isNear(tag, other))
        near.push({ tag: other, edits: distance(tag, other) });
    }
  }
  if (/^v\d/.test(tag) && image.everHad(tag.slice(1)) && ![...image.flavours.keys()].some(startsWithV)) {
    sameWords.push(tag.slice(1));
  }
  near.sort((a, b) => a.edits - b.edits || a.tag.length - b.tag.length);
  return {
    tags: supportedFirst(image, [...new Set(sameWords), ...near.map((other) => other.tag)]),
    proves: true,
  };
}

/** `17-alpine3.24` and `17-alpine-3.24` are one text, as are `1.27Alpine` and `1.27-alpine`, but not `3-7` and `3.7`. */
function joined(tag: string): string {
  return tag.toLowerCase().replace(/(?<!\d)[._-]|[._-](?!\d)/g, "");
}

/** Whether the two have the same words in another order. What has no version is a name, which may get a new order. */
function isReordered(tag: string, other: string): boolean {
  return /\d/.test(tag) && sameMembers(tag.split("-"), other.split("-"));
}

/** Two edits are near in a long word, or where they swap two letters. */
function isNear(tag: string, other: string): boolean {
  const edits = distance(tag, other);
  const letters = lettersOf(tag).join("");
  return (
    edits <= 1 ||
    (edits === 2 && (6 <= letters.length || sameMembers([...letters], [...lettersOf(other).join("")])))
  );
}

function startsWithV(version: string): boolean {
  return version.startsWith("v");
}

/** Tags of the same version whose flavour has one word more, less or another one. */
function otherFlavours(image: OfficialImage, tag: string): Near {
  const { version, flavour } = splitTag(tag);
  const node = image.flavours.get(version);
  if (version === "" || !node) return { tags: [], proves: false };
  const words = flavourWords(flavour);
  const near = flavoursOf(node)
    .map((other) => ({
      tag: joinTag({ version, flavour: other }),
      edits: wordEdits(words, flavourWords(other)),
    }))
    .filter(({ edits }) => edits <= 2)
    .sort((a, b) => a.edits - b.edits || a.tag.length - b.tag.length || (a.tag < b.tag ? 1 : -1));
  return {
    tags: supportedFirst(
      image,
      near.map((other) => other.tag),
    ),
    proves: isClosed(image, version),
  };
}

/**
 * Whether a version gets no further flavours: a patch whose line goes on at a newer one, or any of a deprecated image.
 * A line that is listed no more may come back with new flavours, as those of Perl and of Groovy 3 did.
 */
function isClosed(image: OfficialImage, version: string): boolean {
  const listed = listedTags(image).map((other) => other.version);
  if (listed.includes(version)) return false;
  if (image.builds.size === 0 || replacementOf(image)) return true;
  const line = lineOf(image, version);
  return (
    2 <= numbersOf(version).length &&
    !isPreRelease(version) &&
    !floats(image, version) &&
    listed.some((other) => lineOf(image, other) === line && 0 < compareVersions(other, version))
  );
}

/** How many words only one of the two has; another release of the same distribution is less than a word. */
function wordEdits(a: readonly string[], b: readonly string[]): number {
  const missing = a.filter((word) => !b.includes(word));
  const added = b.filter((word) => !a.includes(word));
  const isRelease = missing.length === 1 && sameMembers(missing.flatMap(lettersOf), added.flatMap(lettersOf));
  return isRelease ? 0.5 : missing.length + added.length;
}

/** Tags of the same flavour whose version differs in the last number only: the nearest below and above. */
function otherVersions(image: OfficialImage, tag: string): Near {
  const { version, flavour } = splitTag(tag);
  if (version === "" || isPreRelease(version) || image.flavours.has(version))
    return { tags: [], proves: false };
  const parent = isDate(version) ? "" : version.replace(/\d+$/, "");
  const numbers = numbersOf(version).length;
  const sisters = [...image.flavours.keys()]
    .filter((other) => other.startsWith(parent) && isDate(other) === isDate(version) && !isPreRelease(other))
    .filter(
      (other) => numbersOf(other).length === numbers && image.everHad(joinTag({ version: other, flavour })),
    )
    .sort(compareVersions);
  const below = sisters.filter((other) => compareVersions(other, version) < 0).at(-1);
  const above = sisters.find((other) => 0 < compareVersions(other, version));
  const tags = [below, above].flatMap((other) =>
    other === undefined ? [] : [joinTag({ version: other, flavour })],
  );
  return {
    tags: numbers === 1 && !isDate(version) ? [] : supportedFirst(image, tags),
    proves: below !== undefined && above !== undefined,
  };
}

function supportedFirst(image: OfficialImage, tags: readonly string[]): readonly string[] {
  const isListed = (tag: string) => image.builds.has(tag);
  return [...tags.filter(isListed), ...tags.filter((tag) => !isListed(tag))];
}

function digitsOf(text: string): readonly string[] {
  return text.match(/\d+/g) ?? [];
}

function lettersOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z]+/g) ?? [];
}

/** Whether the two have the same members, in whatever order. */
function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join(" ") === [...b].sort().join(" ");
}
