import { remembered } from "./answers.ts";
import type { OfficialImage } from "./catalog.ts";
import { splitTag, type TagParts } from "./tags.ts";

/** A tag that the maintainers list now. */
export interface ListedTag extends TagParts {
  readonly tag: string;
  /** Shared by the tags of one build. */
  readonly build: number;
}

/** All currently listed tags, parsed once. */
export function listedTags(image: OfficialImage): readonly ListedTag[] {
  return remembered(image, "", takeApart);
}

function takeApart({ builds }: OfficialImage): readonly ListedTag[] {
  return [...builds].map(([tag, build]) => ({ tag, build, ...splitTag(tag) }));
}
