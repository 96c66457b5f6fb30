import { catalogDate, type OfficialImage } from "../../images/catalog.ts";
import { fullReplacement } from "../../images/full-replacement.ts";
import { lineOf } from "../../images/lines.ts";
import { needsMigration } from "../../images/migrations.ts";
import { newestSuccessor } from "../../images/newest.ts";
import { flavorWords } from "../../images/packed.ts";
import { fullVersionOf } from "../../images/pinning.ts";
import { type Replacement, replacementOf } from "../../images/replacements.ts";
import { supportedSuccessor } from "../../images/successor.ts";
import { endOf } from "../../images/support.ts";
import { splitTag } from "../../images/tags.ts";
import { isDate } from "../../images/versions.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { changeImage, useInstead } from "../../lint/image-edit.ts";
import { officialUses } from "../../lint/official-images.ts";
import { names } from "../../lint/options.ts";
import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "image-unsupported",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  tags: ["deprecated"],
  summary: "The tag of an official image is no longer maintained.",
  why: "It stays on Docker Hub as it was last built, without fixes for vulnerabilities found since.",
  links: [
    "https://github.com/docker-library/official-images#library-definition-files",
    "https://docs.docker.com/docker-hub/image-library/trusted-content/#docker-official-images",
  ],
  options: { allow: names("Images that are not reported: `postgres`, `docker.io/library/centos`.") },
  asksWorkspace: true,
  on: images,

  *check(source, context) {
    for (const { use, official } of officialUses(source, context, context.options.allow)) {
      const { parsed } = use;
      const support = endOf(official, parsed.tag);
      if (support === undefined) continue;
      // A digest alone can be of any tag.
      if (parsed.tag === undefined && parsed.digest !== undefined) continue;
      const tag = parsed.tag ?? "latest";
      const next = supportedSuccessor(official, tag);
      yield {
        at: use.at,
        range: rangeOfFirst(use, "tag", "name"),
        data: {
          use,
          text: use.text,
          support,
          line: lineName(official, tag),
          tag,
          // A new line is chosen with its full version.
          next: next && { ...next, tag: fullVersionOf(official, next.tag) ?? next.tag },
          newest: next && isUpgrade(next) ? newestSuccessor(official, tag) : undefined,
          // `openjdk` still lists early access builds, which nobody should run.
          replacement: support === "variant-ended" ? undefined : replacementOf(official),
          instead: next ? undefined : fullReplacement(official, tag),
          caveat: next && needsMigration(official.name, next.upgrade) ? ": its data must be migrated" : "",
        },
      };
    }
  },

  message: ({ text, support, line, tag, replacement }) => {
    if (replacement)
      return `Image "${text}" is no longer maintained: it ${replacement.reason}${instead(replacement)}.`;
    if (support === "image-ended")
      return `Image "${text}" is no longer maintained: by ${catalogDate} none of its tags was built.`;
    const what = support === "line-ended" ? line : `the tag "${tag}"`;
    return `Image "${text}" is no longer maintained: by ${catalogDate} its maintainers had stopped building ${what}.`;
  },

  fixes: [
    {
      // Review: the same line on a newer release of its distribution, or at a newer patch.
      class: "review",
      title: ({ use, next }) =>
        `Use ${next?.tag}${use.parsed.digest === undefined ? "" : " (drops the digest)"}`,
      edits: ({ data: { use, next } }, edit) =>
        next && !isUpgrade(next) ? changeImage(use, { tag: next.tag, digest: null }, edit) : undefined,
    },
    {
      // Template: as below; the largest step, but maintained the longest.
      class: "template",
      title: ({ use, newest }) =>
        `Use ${newest?.tag} (${newest?.upgrade} upgrade, the newest line${use.parsed.digest === undefined ? "" : ", drops the digest"})`,
      edits: ({ data: { use, newest } }, edit) =>
        newest ? changeImage(use, { tag: newest.tag, digest: null }, edit) : undefined,
    },
    {
      // Template: another line might not read the data or run the programs of this one.
      class: "template",
      title: ({ use, next, caveat }) =>
        `Use ${next?.tag} (${next?.upgrade} upgrade${caveat}${use.parsed.digest === undefined ? "" : ", drops the digest"})`,
      edits: ({ data: { use, next } }, edit) =>
        next && isUpgrade(next) ? changeImage(use, { tag: next.tag, digest: null }, edit) : undefined,
    },
    {
      // Review: another vendor's build of the same Java.
      class: "review",
      title: ({ use, instead: image }) =>
        `Use ${image}${use.parsed.digest === undefined ? "" : " (drops the digest)"}`,
      edits: ({ data: { use, instead: image } }, edit) => useInstead(use, image, edit),
    },
  ],
});

function isUpgrade({ upgrade }: { readonly upgrade: string }): boolean {
  return upgrade === "major" || upgrade === "minor";
}

/** `postgres 9.6`, `debian buster`: what maintainers call the line of a tag. */
function lineName(image: OfficialImage, tag: string): string {
  const { version, flavor } = splitTag(tag);
  // A day is a build of its distribution's release: `buster-20200514-slim` is of buster.
  if (isDate(version)) return `${image.name} ${flavorWords(flavor)[0]?.replace(/^-/, "") ?? tag}`;
  return `${image.name} ${version === "" ? tag : lineOf(image, version)}`;
}

/** The images that take its place, as the end of a sentence; empty where none was named. */
function instead({ images }: Replacement): string {
  return images.length === 0 ? "" : `; ${listed(images)} can take its place`;
}

/** `a`, `a or b`, `a, b or c` */
function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}
