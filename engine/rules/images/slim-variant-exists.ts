import { changeImage } from "../../edits/image.ts";
import { variantOf } from "../../images/variants.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { isLatest } from "../../kubernetes/images.ts";
import { alpineMoveOf, fitsAlpine, fitsSlim } from "../../kubernetes/smaller-base.ts";
import { names } from "../../rule/options.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";
import { officialUses } from "../shared/official-images.ts";

export default defineRule({
  id: "slim-variant-exists",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The same version of an official image is available as a slim variant.",
  why: "Slim images leave out packages that are rarely needed at run time, and with them their vulnerabilities.",
  links: ["https://github.com/docker-library/docs/blob/master/python/content.md"],
  options: { allow: names("Images that are not reported: `perl`, `docker.io/library/debian`.") },
  on: inWorkspace(images),

  *check(source, context) {
    for (const { use, official } of officialUses(source, context, context.options.allow)) {
      const { name, parsed } = use;
      const { tag } = parsed;
      // image-latest-tag covers images without a version.
      if (tag === undefined || isLatest(parsed)) continue;
      const slim = variantOf(official, tag, "slim");
      if (slim === undefined || !fitsSlim(use, source, official.name)) continue;
      const isOnAlpine = variantOf(official, tag, "alpine") !== undefined;
      const move = isOnAlpine ? alpineMoveOf(use, source, official.name) : undefined;
      if (move && fitsAlpine(move)) continue;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "tag", "name"),
        data: { use, name, tag, slim, missing: official.name === "debian" ? BASE : TOOLS },
        related: (move?.obstacles ?? []).map(({ at, reason }) => ({ at, message: reason })),
      };
    }
  },

  message: ({ name, tag, slim, missing }) =>
    `Image "${name}:${tag}" is also available as "${slim}", which is smaller because it leaves out ${missing}.`,

  fixClasses: ["review"],
  *fixes({ data: { use, slim } }, edit) {
    // Review: the same distribution, but a program might call a tool that is missing.
    yield {
      class: "review",
      title: `Use ${slim} (same distribution with fewer packages${use.parsed.digest === undefined ? "" : ", removes the digest"})`,
      edits: changeImage(use, { tag: slim, digest: null }, edit),
    };
  },
});

/**
 * The parts that the slim variant of a distribution image omits. Source: https://github.com/debuerreotype/debuerreotype
 */
const BASE = "documentation and locales";
/** The parts that the slim variants of languages and runtimes omit. */
const TOOLS = "compilers and build tools";
