import { placeholder } from "../../edits/edit.ts";
import { changeImage, useInstead } from "../../edits/image.ts";
import { aliasEnd } from "../../images/aliases.ts";
import { catalogDate, type OfficialImage } from "../../images/catalog.ts";
import { fullReplacement } from "../../images/full-replacement.ts";
import { lineOf, namesLine } from "../../images/lines.ts";
import { dataCaveat } from "../../images/migrations.ts";
import { newestVersionOf } from "../../images/newest.ts";
import { flavorWords } from "../../images/packed.ts";
import { fullVersionOf } from "../../images/pinning.ts";
import { type Replacement, replacementOf } from "../../images/replacements.ts";
import type { Successor } from "../../images/successor.ts";
import { endedReleases, endOf } from "../../images/support.ts";
import { splitTag } from "../../images/tags.ts";
import { isUpgrade, upgradesOf } from "../../images/upgrades.ts";
import { isDate } from "../../images/versions.ts";
import { byPlace, type ImageSource, type ImageUse, rangeOfFirst } from "../../kubernetes/image-use.ts";
import { addTo } from "../../kubernetes/lists.ts";
import { keepsData } from "../../kubernetes/volumes.ts";
import { names } from "../../rule/options.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";
import { type OfficialUse, officialUses } from "../shared/official-images.ts";

export default defineRule({
  id: "image-unsupported",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  tags: ["deprecated"],
  summary: "An official image is no longer maintained.",
  why: "Docker Hub keeps the image as it was last built, without fixes for vulnerabilities that were found later.",
  links: [
    "https://github.com/docker-library/official-images#library-definition-files",
    "https://docs.docker.com/docker-hub/image-library/trusted-content/#docker-official-images",
  ],
  options: { allow: names("Images that are not reported: `postgres`, `docker.io/library/centos`.") },
  forService: true,
  on: inWorkspace(images),

  *check(source, context) {
    for (const { use, official, repeated } of withRepeated(source, context, context.options.allow)) {
      const { parsed } = use;
      const support = endOf(official, parsed.tag);
      if (support === undefined) continue;
      // A digest without a tag can belong to any tag.
      if (parsed.tag === undefined && parsed.digest !== undefined) continue;
      const tag = parsed.tag ?? "latest";
      // Outside a workload, there might be data.
      const hasData = !use.container || keepsData(use.container.workload);
      const [next, newest] = upgradesOf(official, tag, hasData);
      yield {
        at: use.at,
        range: rangeOfFirst(use, "tag", "name"),
        related: repeated.map(({ at }) => ({ at, message: "The same image is also used here." })),
        data: {
          use,
          uses: [use, ...repeated],
          text: use.text,
          name: official.name,
          // Such images are moved to the line of this tag, which can be older than `latest`.
          isLongTerm: fullVersionOf(official, "lts") !== undefined,
          tag,
          ...endDetails(official, tag, support),
          next,
          newest,
          instead: next ? undefined : fullReplacement(official, tag),
          caveatOf: (to: string) => (hasData ? dataCaveat(official, tag, to) : undefined),
        },
      };
    }
  },

  message: ({ use, text, support, line, tag, releases, end, replacement }) => {
    const unfixed = `Image "${text}" receives no security fixes because`;
    const date = `(as of ${catalogDate})`;
    if (end !== undefined)
      return `Tag "${tag}" of image "${use.name}" has not been updated since ${end}, so it receives no security fixes.`;
    if (replacement)
      return `Image "${text}" is no longer maintained: it ${replacement.reason}${instead(replacement)}.`;
    if (support === "image-ended") return `${unfixed} ${use.name} is no longer built ${date}.`;
    if (support === "line-ended")
      return `${line} is out of support, so image "${text}" receives no security fixes ${date}.`;
    if (releases.length > 0)
      return `${unfixed} ${line} is no longer built on ${releases.join(" and ")} ${date}.`;
    return `Tag "${tag}" of image "${use.name}" is no longer built ${date}, so it receives no security fixes.`;
  },

  fixClasses: ["review", "template"],
  *fixes({ data: { use, uses, name, isLongTerm, next, newest, caveatOf, newestTag, instead: image } }, edit) {
    const toTag = (tag: string) =>
      uses.flatMap((each) => changeImage(each, { tag, digest: null }, edit) ?? [undefined]);
    if (next && !isUpgrade(next)) {
      // Review: the same release line on a newer distribution, or at a newer patch version.
      yield {
        class: "review",
        title: `Use ${name} ${next.tag}${use.parsed.digest === undefined ? "" : " (removes the digest)"}`,
        edits: toTag(next.tag),
      };
    }
    if (newest) {
      // Template: as below. This is the largest step, but the version is maintained the longest.
      yield {
        class: "template",
        title: titleOf(use, name, newest, isLongTerm ? "newest LTS version" : "newest version", caveatOf),
        edits: toTag(newest.tag),
      };
    }
    if (next && isUpgrade(next)) {
      // Template: a different release line might not read the data or run the programs of this one.
      yield {
        class: "template",
        title: titleOf(use, name, next, "nearest maintained version", caveatOf),
        edits: toTag(next.tag),
      };
    }
    if (newestTag !== undefined) {
      // Template: only the user knows which version is wanted.
      yield {
        class: "template",
        title: "Set the tag to a version",
        edits: toTag(placeholder(newestTag)),
      };
    }
    // Review: the same Java version from a different vendor.
    yield {
      class: "review",
      title: `Use ${image}${use.parsed.digest === undefined ? "" : " (removes the digest)"}`,
      edits: uses.flatMap((each) => useInstead(each, image, edit) ?? [undefined]),
    };
  },
});

/** What the message says about the end of a tag's support, and the version that an ended alias stood for. */
function endDetails(official: OfficialImage, tag: string, support: NonNullable<ReturnType<typeof endOf>>) {
  const isAlias = support === "alias-ended";
  return {
    support,
    line: lineName(official, tag),
    releases: support === "variant-ended" ? endedReleases(official, tag) : [],
    end: isAlias ? aliasEnd(official, tag) : undefined,
    newestTag: isAlias ? newestVersionOf(official, tag) : undefined,
    // `openjdk` still lists early access builds, which are not for production.
    replacement: support.startsWith("variant") ? undefined : replacementOf(official),
  };
}

interface RepeatedUse extends OfficialUse {
  /** Further stages of the same Dockerfile that start from the same image, or copy files from it. */
  readonly repeated: readonly ImageUse[];
}

/** The official images of a source. In a Dockerfile, each image counts once, because all of its uses change together. */
function withRepeated(
  source: ImageSource,
  context: Parameters<typeof officialUses>[1],
  allow: readonly string[],
): readonly RepeatedUse[] {
  const all = [...officialUses(source, context, allow)];
  if (source.kind !== "dockerfile") return all.map((each) => ({ ...each, repeated: [] }));
  const byText = new Map<string, OfficialUse[]>();
  for (const each of all) addTo(byText, each.use.text, each);
  return [...byText.values()].map(([first, ...others]) => {
    // An ARG in several stages is one place.
    const places = byPlace([first!.use, ...others.map(({ use }) => use)], (use) =>
      rangeOfFirst(use, "tag", "name"),
    );
    return { ...first!, repeated: places.slice(1).map(({ uses: [use] }) => use) };
  });
}

/** `Use mysql 8.4.11 (nearest maintained version, major upgrade; upgrade to 8.0 first)` */
function titleOf(
  { parsed }: ImageUse,
  name: string,
  to: Successor | undefined,
  choice: "newest version" | "newest LTS version" | "nearest maintained version",
  caveatOf: (to: string) => string | undefined,
): string {
  if (!to) return "";
  const notes = [
    choice,
    to.upgrade === "line" ? undefined : `${to.upgrade} upgrade`,
    parsed.digest === undefined ? undefined : "removes the digest",
  ].filter((note) => note !== undefined);
  const caveat = caveatOf(to.tag);
  return `Use ${name} ${to.tag} (${notes.join(", ")}${caveat === undefined ? "" : `; ${caveat}`})`;
}

/** `postgres 9.6`, `debian buster`: the maintainers' name for the release line of a tag. */
function lineName(image: OfficialImage, tag: string): string {
  const { version, flavor } = splitTag(tag);
  // A tag with a date is a build of its distribution release: `buster-20200514-slim` belongs to buster.
  if (isDate(version)) return `${image.name} ${flavorWords(flavor)[0]?.replace(/^-/, "") ?? tag}`;
  if (version !== "") return `${image.name} ${lineOf(image, version)}`;
  return namesLine(image, tag) ? `${image.name} ${tag}` : image.name;
}

/** The two closest replacements, as the end of a sentence; empty if the maintainers named none. */
function instead({ images }: Replacement): string {
  return images.length === 0 ? "" : `; use ${images.slice(0, 2).join(" or ")} instead`;
}
