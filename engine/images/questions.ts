import { officialImage } from "./catalog.ts";
import { fullVersionOf } from "./pinning.ts";
import type { ImageReference } from "./reference.ts";
import { type ImageQuestion, questionOf } from "./registry.ts";
import { variantOf } from "./variants.ts";

/** The questions about an image: the image itself, and the images that its size and digest are compared with. */
export function questionsAbout(image: ImageReference): readonly ImageQuestion[] {
  const own = questionOf(image);
  const official = officialImage(image);
  if (!official || own.tag === undefined) return [own];
  const full = fullVersionOf(official, own.tag);
  const alpine = [own.tag, full].flatMap((tag) => (tag && variantOf(official, tag, "alpine")) ?? []);
  const tags = new Set([...(own.tag === "latest" && full ? [full] : []), ...alpine]);
  return [own, ...[...tags].map((tag) => ({ ...own, tag, digest: undefined }))];
}
