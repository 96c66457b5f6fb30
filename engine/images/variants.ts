import { remembered } from "./answers.ts";
import { type OfficialImage, tagStatus } from "./catalog.ts";
import {
  flavorOrder,
  isAlpineTag,
  isSlimTag,
  isWindowsTag,
  namesRelease,
  withoutRelease,
} from "./distributions.ts";
import { listedTags } from "./listed.ts";
import { flavorsOf, flavorWords } from "./packed.ts";
import { fullVersionOf } from "./pinning.ts";
import { endOf } from "./support.ts";
import { joinTag, splitTag } from "./tags.ts";
import { compareVersions, isDate } from "./versions.ts";

/** Images whose plain tags are (or were) built from `scratch`, and are smaller than the Alpine variant. */
const BUILT_FROM_SCRATCH = ["nats", "nats-streaming", "traefik"];
/** Images whose plain tags are on Alpine, which the listing shows only for supported tags. */
const ON_ALPINE = ["bash", "caddy", "docker", "kong", "mongo-express"];
/** Images whose `slim` is not a smaller distribution: that of Open Liberty is one without features. */
const OTHERWISE_SLIM = ["open-liberty"];

const ALPINE_RELEASE = /-alpine-?(\d+(?:\.\d+)*)?(?=-|$)/;

/**
 * The tag of the same version and flavor on Alpine, or of the slim variant: `8.2-fpm` → `8.2-fpm-alpine`; no tag means
 * `latest`. A tag that is pinned to a release of its distribution stays pinned, to the newest Alpine for its version:
 * `22-bookworm` → `22-alpine3.24`. Undefined if no such tag is known, if the tag is already that small (Alpine counts
 * as slim), is for Windows or unknown, if both are the same build, or if the variant, or the tag itself, belongs to a
 * line that is no longer built.
 */
export function variantOf(
  image: OfficialImage,
  tag: string | undefined,
  variant: "alpine" | "slim",
): string | undefined {
  const meant = tag ?? "latest";
  if (isWindowsTag(meant) || isAlpineTag(meant)) return undefined;
  return remembered(image, meant, variant === "alpine" ? findAlpine : findSlim);
}

function findSlim(image: OfficialImage, tag: string): string | undefined {
  if (isSlimTag(tag) || OTHERWISE_SLIM.includes(image.name)) return undefined;
  const siblings = siblingsOf(image, tag);
  const { version, flavor } = splitTag(tag);
  // The slim variant exists on each distribution, so the tag's own comes first.
  return [flavor, withoutRelease(flavor)]
    .flatMap((kept) => withWord(kept, "-slim"))
    .map((candidate) => joinTag({ version, flavor: candidate }))
    .find((candidate) => siblings.includes(candidate));
}

/** One of the tags of the same version. */
export interface Variant {
  readonly tag: string;
  /** Equal for tags of one build; undefined if the tag is no longer listed. */
  readonly build: number | undefined;
}

/**
 * The variants of exactly a tag's version, including the tag itself: those listed now, or, for a version that is no
 * longer listed, those ever listed; no tag means `latest`. A name such as `lts-alpine` means the version that it points
 * to. In the order of `flavorOrder`; empty for an unknown tag.
 */
export function variantsOf(image: OfficialImage, tag: string | undefined): readonly Variant[] {
  return remembered(image, tag ?? "latest", findVariants);
}

function findVariants(image: OfficialImage, tag: string): readonly Variant[] {
  if (tagStatus(image, tag) === "unknown") return [];
  const full = splitTag(tag).version === "" ? fullVersionOf(image, tag) : undefined;
  const { version, flavor } = splitTag(full ?? tag);
  if (version === "" || isDate(version))
    return named(image, splitTag(tag).version === "" ? tag : joinTag({ version, flavor }));
  return inOrder(image, version, flavorsNow(image, version));
}

/** The variants of a name or a date: `bookworm` has `bookworm-slim`; those of `latest` cannot be determined. */
function named(image: OfficialImage, tag: string): readonly Variant[] {
  const { version, flavor } = splitTag(tag);
  const [name] = flavorWords(flavor);
  const sisters = flavorsNow(image, version).filter((other) => flavorWords(other)[0] === name);
  return inOrder(image, version, sisters);
}

/** The flavors that the version is listed in now, or ever was if it is no longer listed. */
function flavorsNow(image: OfficialImage, version: string): readonly string[] {
  const listed = listedTags(image).filter((other) => other.version === version);
  const node = image.flavors.get(version);
  return 0 < listed.length ? listed.map(({ flavor }) => flavor) : node ? flavorsOf(node) : [];
}

function inOrder(image: OfficialImage, version: string, flavors: readonly string[]): readonly Variant[] {
  return [...flavors].sort(flavorOrder).map((flavor) => {
    const tag = joinTag({ version, flavor });
    return { tag, build: image.builds.get(tag) };
  });
}

/** Other builds of exactly the tag's version, on lines that are still built; empty for an unknown tag. */
function siblingsOf(image: OfficialImage, tag: string): readonly string[] {
  const { version } = splitTag(tag);
  switch (tagStatus(image, tag)) {
    case "supported":
      return listedTags(image)
        .filter((listed) => listed.version === version && listed.build !== image.builds.get(tag))
        .map((listed) => listed.tag);
    case "unsupported": {
      // Do not suggest a move to a line that gets no more fixes, or such a small step away from it.
      if (endOf(image, tag) !== undefined) return [];
      const node = image.flavors.get(version);
      return (node ? flavorsOf(node) : [])
        .map((flavor) => joinTag({ version, flavor }))
        .filter((sibling) => endOf(image, sibling) === undefined);
    }
    case "unknown":
      return [];
  }
}

function findAlpine(image: OfficialImage, tag: string): string | undefined {
  const { flavor } = splitTag(tag);
  const kept = withoutRelease(flavor).replace(/-slim(?=-|$)/, "");
  if (BUILT_FROM_SCRATCH.includes(image.name)) return undefined;
  if (ON_ALPINE.includes(image.name) && kept === flavor) return undefined;
  const found = siblingsOf(image, tag)
    .filter((sibling) => isAlpineTag(sibling))
    .map((sibling) => ({ sibling, flavor: splitTag(sibling).flavor }))
    .filter((candidate) => candidate.flavor.replace(ALPINE_RELEASE, "") === kept)
    .map((candidate) => ({ ...candidate, release: ALPINE_RELEASE.exec(candidate.flavor)?.[1] }));
  const floating = found.find(({ release }) => release === undefined);
  const [newest] = found
    .filter(({ release }) => release !== undefined)
    .sort((a, b) => compareVersions(b.release ?? "", a.release ?? ""));
  return (namesRelease(flavor) ? (newest ?? floating) : (floating ?? newest))?.sibling;
}

/** The flavor with one more word, at the end first. */
function withWord(flavor: string, word: string): readonly string[] {
  const words = flavorWords(flavor);
  return [...words, ""].map((_, index) => {
    const at = words.length - index;
    return [...words.slice(0, at), word, ...words.slice(at)].join("");
  });
}
