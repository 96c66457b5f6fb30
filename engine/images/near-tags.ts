import { distance } from "fastest-levenshtein";
import { isCatalogWord, type OfficialImage } from "./catalog.ts";
import { floats, lineOf } from "./lines.ts";
import { listedTags } from "./listed.ts";
import { flavorsOf, flavorWords } from "./packed.ts";
import { replacementOf } from "./replacements.ts";
import { joinTag, splitTag } from "./tags.ts";
import { compareVersions, isDate, isPreRelease, numbersOf } from "./versions.ts";

/** Similar tags of one kind, best first, and whether they prove that the tag in question is wrong. */
export interface Near {
  readonly tags: readonly string[];
  readonly proves: boolean;
}

/** Tags with the same numbers in the same order, and nearly the same letters. */
export function respelt(image: OfficialImage, tag: string): Near {
  const foreign = lettersOf(tag).filter((word) => !isCatalogWord(word));
  const sameWords: string[] = [];
  const near: { readonly tag: string; readonly edits: number }[] = [];
  for (const other of withSameNumbers(image, tag)) {
    if (joined(other) === joined(tag) || isReordered(tag, other)) sameWords.push(other);
    else if (0 < foreign.length && isNear(tag, other)) near.push({ tag: other, edits: distance(tag, other) });
  }
  if (/^v\d/.test(tag) && image.everHad(tag.slice(1)) && ![...image.flavors.keys()].some(startsWithV)) {
    sameWords.push(tag.slice(1));
  }
  near.sort((a, b) => a.edits - b.edits || a.tag.length - b.tag.length);
  return {
    tags: supportedFirst(image, [...new Set(sameWords), ...near.map((other) => other.tag)]),
    proves: true,
  };
}

/** Tags with the same numbers in the same order, whatever their letters. */
function* withSameNumbers(image: OfficialImage, tag: string): Generator<string> {
  const digits = digitsOf(tag);
  const wanted = new Set(digits);
  for (const [version, node] of image.flavors) {
    if (!digitsOf(version).every((run) => wanted.has(run))) continue;
    for (const flavor of flavorsOf(node)) {
      const other = joinTag({ version, flavor });
      if (digitsOf(other).join(".") === digits.join(".")) yield other;
    }
  }
}

/**
 * `17-alpine3.24` and `17-alpine-3.24` are equal in this form, as are `1.27Alpine` and `1.27-alpine`, but not `3-7` and
 * `3.7`.
 */
function joined(tag: string): string {
  return tag.toLowerCase().replace(/(?<!\d)[._-]|[._-](?!\d)/g, "");
}

/**
 * Whether two tags have the same words in a different order. A tag without a version is a name, whose order might
 * change.
 */
function isReordered(tag: string, other: string): boolean {
  return /\d/.test(tag) && sameMembers(tag.split("-"), other.split("-"));
}

/** Two edits are few in a long word, or if they swap two letters. */
function isNear(tag: string, other: string): boolean {
  if (2 < Math.abs(tag.length - other.length)) return false;
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

/** Tags of the same version whose flavor has one word more, one less, or a different one. */
export function otherFlavors(image: OfficialImage, tag: string): Near {
  const { version, flavor } = splitTag(tag);
  const node = image.flavors.get(version);
  if (version === "" || !node) return { tags: [], proves: false };
  const words = flavorWords(flavor);
  const near = flavorsOf(node)
    .map((other) => ({
      tag: joinTag({ version, flavor: other }),
      edits: wordEdits(words, flavorWords(other)),
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
 * Whether a version gets no more flavors: a patch release that a newer one has followed, or any version of a deprecated
 * image. A line that is no longer listed can come back with new flavors, as those of Perl and of Groovy 3 did.
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

/** How many words only one of the two has; another release of the same distribution counts less than a word. */
function wordEdits(a: readonly string[], b: readonly string[]): number {
  const missing = a.filter((word) => !b.includes(word));
  const added = b.filter((word) => !a.includes(word));
  const isRelease = missing.length === 1 && sameMembers(missing.flatMap(lettersOf), added.flatMap(lettersOf));
  return isRelease ? 0.5 : missing.length + added.length;
}

/** Tags of the same flavor whose version differs only in the last number: the nearest below and above. */
export function otherVersions(image: OfficialImage, tag: string): Near {
  const { version, flavor } = splitTag(tag);
  if (version === "" || isPreRelease(version) || image.flavors.has(version))
    return { tags: [], proves: false };
  const parent = isDate(version) ? "" : version.replace(/\d+$/, "");
  const numbers = numbersOf(version).length;
  const sisters = [...image.flavors.keys()]
    .filter((other) => other.startsWith(parent) && isDate(other) === isDate(version) && !isPreRelease(other))
    .filter(
      (other) => numbersOf(other).length === numbers && image.everHad(joinTag({ version: other, flavor })),
    )
    .sort(compareVersions);
  const below = sisters.filter((other) => compareVersions(other, version) < 0).at(-1);
  const above = sisters.find((other) => 0 < compareVersions(other, version));
  const tags = [below, above].flatMap((other) =>
    other === undefined ? [] : [joinTag({ version: other, flavor })],
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

/** Whether the two have the same members, in any order. */
function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join(" ") === [...b].sort().join(" ");
}
