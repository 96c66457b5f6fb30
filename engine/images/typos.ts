import { remembered } from "./answers.ts";
import type { OfficialImage } from "./catalog.ts";
import { isAlpineTag } from "./distributions.ts";
import { otherFlavors, otherVersions, respelt } from "./near-tags.ts";

/**
 * - `known`: the tag was listed at some time.
 * - `typo`: it was not, and cannot come to be.
 * - `unknown`: it was not, but may be newer than the data.
 */
export interface TagJudgment {
  readonly kind: "known" | "typo" | "unknown";
  /** What may have been meant, best first, at most 3; none for a known tag. */
  readonly suggestions: readonly string[];
}

const MAX_SUGGESTIONS = 3;
/** Of what runtimes accept; a longer one is no tag, and not worth the time of comparing it. */
const MAX_TAG_LENGTH = 128;

/**
 * Whether a tag ever existed. It is called a typo only where nothing newer than the data could make it right:
 * - the same numbers with a word that no official image has, near to one that this image has (`1.27-apline`), or
 *   with the same words in another order or otherwise joined (`3.12-bookworm-slim`, `1.27alpine`, `v22`);
 * - a patch that a newer one has followed, in a flavor that it never had (`16.2-slim`): it will get no other ones;
 * - a version that was left out between two that exist (the day of `bookworm-20240102`).
 *
 * Versions above the known ones, new releases of distributions and flavors that other images have stay `unknown`.
 * Replayed over the history of the images, the data of 2016 calls none of the 147,995 tags a typo that came after it.
 */
export function judgeTag(image: OfficialImage, tag: string): TagJudgment {
  if (image.everHad(tag)) return { kind: "known", suggestions: [] };
  return MAX_TAG_LENGTH < tag.length ? { kind: "unknown", suggestions: [] } : remembered(image, tag, judge);
}

function judge(image: OfficialImage, tag: string): TagJudgment {
  const spelled = respelt(image, tag);
  const near = [spelled, otherFlavors(image, tag), otherVersions(image, tag)].find(
    ({ tags }) => 0 < tags.length,
  );
  return {
    kind: near?.proves ? "typo" : "unknown",
    // On another C library the image would be another one, so an Alpine tag never stands for one without.
    suggestions: [...new Set(near?.tags)]
      .filter((other) => !isAlpineTag(tag) || isAlpineTag(other))
      .slice(0, MAX_SUGGESTIONS),
  };
}
