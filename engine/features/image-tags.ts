import { remembered } from "../images/answers.ts";
import { catalogDate, type OfficialImage, officialImage } from "../images/catalog.ts";
import { completionTags } from "../images/completion.ts";
import { isAlpineTag, isWindowsTag } from "../images/distributions.ts";
import { fullVersionOf } from "../images/pinning.ts";
import type { ImageReference } from "../images/reference.ts";
import type { Completion } from "./completion.ts";
import type { KnownImage } from "./known-images.ts";
import { newestFirst } from "./tag-order.ts";

/**
 * The tags of an image that are known without a query: those that its maintainers list, those that the workspace uses, and
 * those from earlier answers of registries. Newest first, no longer supported ones last.
 *
 * @param told tags from earlier answers of the registry
 */
export function tagCompletions(
  reference: ImageReference,
  known: readonly KnownImage[],
  told: readonly string[],
): readonly Completion[] {
  const used = usedTags(reference, known);
  const official = officialImage(reference);
  const listed = official ? remembered(official, "", listedOffers) : [];
  const others = newestFirst([...new Set([...used.keys(), ...told])])
    .filter((tag) => !official?.builds.has(tag))
    .map((tag): Offer => ({ tag, ended: official?.everHad(tag) === true, full: undefined }));
  // A tag that only the registry has is newer than our data. A tag that only the workspace has might be wrong.
  const named = new Set(told);
  const isNewer = ({ tag, ended }: Offer) => !ended && named.has(tag);
  const offers = [...others.filter(isNewer), ...listed, ...others.filter((offer) => !isNewer(offer))];
  return offers.map((offer) => toCompletion(offer, used.get(offer.tag)));
}

interface Offer {
  readonly tag: string;
  /** Whether its maintainers no longer list it. */
  readonly ended: boolean;
  /** The full version tag that this one pointed to. */
  readonly full: string | undefined;
}

function listedOffers(image: OfficialImage): readonly Offer[] {
  return completionTags(image).map(({ tag }) => ({ tag, ended: false, full: fullVersionOf(image, tag) }));
}

function toCompletion({ tag, ended, full }: Offer, count = 0): Completion {
  const details = [
    ended ? "no longer supported" : undefined,
    full === undefined ? undefined : `floating tag, was ${full} on ${catalogDate}`,
    count === 0 ? undefined : usedHere(count),
  ].filter((part) => part !== undefined);
  return {
    label: tag,
    kind: "tag",
    detail: details.length === 0 ? undefined : details.join(", "),
    mark: isAlpineTag(tag) ? "Alpine" : isWindowsTag(tag) ? "Windows" : undefined,
    text: tag,
    filter: tag,
    ended,
  };
}

/** The number of uses of each tag of an image in the workspace, regardless of how its name is written. */
function usedTags(
  { registry, repository }: ImageReference,
  known: readonly KnownImage[],
): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const { reference, tags } of known) {
    if (reference.registry !== registry || reference.repository !== repository) continue;
    for (const [tag, count] of tags) used.set(tag, (used.get(tag) ?? 0) + count);
  }
  return used;
}

/** The number of uses in the workspace as text: `used here`, `used here 3 times`. */
export function usedHere(count: number): string {
  return count === 1 ? "used here" : `used here ${count} times`;
}
