import { catalogueDate, type OfficialImage, officialImageOf } from "../../images/catalogue.ts";
import { lineOf } from "../../images/lines.ts";
import { needsMigration } from "../../images/migrations.ts";
import { newestSuccessor } from "../../images/newest.ts";
import { fullVersionOf } from "../../images/pinning.ts";
import { type Replacement, replacementOf, replacementTag } from "../../images/replacements.ts";
import { supportedSuccessor } from "../../images/successor.ts";
import { endOf } from "../../images/support.ts";
import { splitTag } from "../../images/tags.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { changeImage } from "../../lint/image-edit.ts";
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
  summary: "The maintainers of an official image no longer build the tag's line.",
  why: "It stays on Docker Hub as it was last built, so faults that were found since are not mended.",
  links: [
    "https://github.com/docker-library/official-images#library-definition-files",
    "https://docs.docker.com/docker-hub/image-library/trusted-content/#docker-official-images",
  ],
  options: { allow: names("Images that may be out of support: `postgres`, `docker.io/library/centos`.") },
  asksWorkspace: true,
  on: images,

  *check(source, context) {
    for (const { use, official } of officialUses(source, context, context.options.allow)) {
      const { parsed } = use;
      const support = endOf(official, parsed.tag);
      if (support === undefined) continue;
      // A digest alone may be of any tag.
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
          // A line that has just been chosen anew may as well be chosen exactly.
          next: next && { ...next, tag: fullVersionOf(official, next.tag) ?? next.tag },
          newest: next && isUpgrade(next) ? newestSuccessor(official, tag) : undefined,
          // `openjdk` still lists early access builds, but nothing that anybody should run.
          replacement: support === "variant-ended" ? undefined : replacementOf(official),
          instead: next ? undefined : fullReplacement(official, tag),
          caveat: next && needsMigration(official.name, next.upgrade) ? ": its data has to be migrated" : "",
        },
      };
    }
  },

  message: ({ text, support, line, tag, replacement }) => {
    if (replacement)
      return `Image "${text}" gets no more fixes: it ${replacement.reason}${instead(replacement)}.`;
    if (support === "image-ended")
      return `Image "${text}" gets no more fixes: by ${catalogueDate} nothing of it was built any more.`;
    const what = support === "line-ended" ? line : `the tag "${tag}"`;
    return `Image "${text}" gets no more fixes: by ${catalogueDate} its maintainers had stopped building ${what}.`;
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
      // Template: as below; it is the longest way, but not to be gone again soon.
      class: "template",
      title: ({ use, newest }) =>
        `Use ${newest?.tag} (${newest?.upgrade} upgrade, the newest line${use.parsed.digest === undefined ? "" : ", drops the digest"})`,
      edits: ({ data: { use, newest } }, edit) =>
        newest ? changeImage(use, { tag: newest.tag, digest: null }, edit) : undefined,
    },
    {
      // Template: another line may not read the data or run the programs of this one, so it is never done unasked.
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
      edits: ({ data: { use, instead: image } }, edit) => {
        const [name = "", tag = ""] = image?.split(":") ?? [];
        if (image === undefined) return undefined;
        return changeImage(
          use,
          { name: use.parsed.registryIsExplicit ? `docker.io/library/${name}` : name, tag, digest: null },
          edit,
        );
      },
    },
  ],
});

function isUpgrade({ upgrade }: { readonly upgrade: string }): boolean {
  return upgrade === "major" || upgrade === "minor";
}

/** `postgres 9.6`, `debian buster`: what maintainers call the line of a tag. */
function lineName(image: OfficialImage, tag: string): string {
  const { version } = splitTag(tag);
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

/** The image that stands in for a Java image's tag, with its full version. */
function fullReplacement(image: OfficialImage, tag: string): string | undefined {
  const found = replacementTag(image, tag);
  const [name = "", short] = found?.split(":") ?? [];
  const stand = found === undefined ? undefined : officialImageOf(name);
  return stand && `${name}:${fullVersionOf(stand, short) ?? short}`;
}
