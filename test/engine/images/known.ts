import { officialImage } from "../../../engine/images/catalog.ts";
import { parseImageReference } from "../../../engine/images/reference.ts";

/** The official image and the tag in a text; undefined for any other image. */
export function official(text: string) {
  const reference = parseImageReference(text);
  if (reference.kind !== "image") throw new Error(text);
  const image = officialImage(reference);
  return image && { image, tag: reference.tag };
}

/** The same for a text that is known to be an official image with a tag. */
export function known(text: string) {
  const found = official(text);
  if (!found) throw new Error(`${text} is not in the catalog`);
  return { image: found.image, tag: found.tag ?? "latest" };
}
