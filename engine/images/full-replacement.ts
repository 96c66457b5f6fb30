import { type OfficialImage, officialImageOf } from "./catalog.ts";
import { fullVersionOf } from "./pinning.ts";
import { replacementTag } from "./replacements.ts";

/** The image that replaces a Java image's tag, with its full version: `eclipse-temurin:25.0.4_7-jdk`. */
export function fullReplacement(image: OfficialImage, tag: string): string | undefined {
  const [name = "", short] = replacementTag(image, tag)?.split(":") ?? [];
  const replacement = short === undefined ? undefined : officialImageOf(name);
  return replacement && `${name}:${fullVersionOf(replacement, short) ?? short}`;
}
