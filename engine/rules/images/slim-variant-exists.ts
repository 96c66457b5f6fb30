import { variantOf } from "../../images/variants.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { isLatest } from "../../kubernetes/images.ts";
import { alpineMoveOf, fitsAlpine, fitsSlim } from "../../kubernetes/smaller-base.ts";
import { changeImage } from "../../lint/image-edit.ts";
import { officialUses } from "../../lint/official-images.ts";
import { names } from "../../lint/options.ts";
import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "slim-variant-exists",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The same version of an official image is available as a slim one.",
  why: "Slim images leave out what only builds or people need, and the vulnerabilities in it.",
  links: ["https://github.com/docker-library/docs/blob/master/python/content.md"],
  options: { allow: names("Images that are not reported: `perl`, `docker.io/library/debian`.") },
  asksWorkspace: true,
  on: images,

  *check(source, context) {
    for (const { use, official } of officialUses(source, context, context.options.allow)) {
      const { name, parsed } = use;
      const { tag } = parsed;
      // A version has to be chosen first.
      if (tag === undefined || isLatest(parsed)) continue;
      const slim = variantOf(official, tag, "slim");
      if (slim === undefined || !fitsSlim(use, source, official.name)) continue;
      const isOnAlpine = variantOf(official, tag, "alpine") !== undefined;
      const move = isOnAlpine ? alpineMoveOf(use, source, official.name) : undefined;
      if (move && fitsAlpine(move)) continue;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "tag", "name"),
        data: { use, name, tag, slim, left: official.name === "debian" ? BASE : TOOLS },
        related: (move?.obstacles ?? []).map(({ at, reason }) => ({ at, message: reason })),
      };
    }
  },

  message: ({ name, tag, slim, left }) =>
    `Image "${name}:${tag}" is also available as "${slim}", which leaves out ${left}.`,

  fixes: [
    {
      // Review: the same distribution, but a program can call a tool that is missing there.
      class: "review",
      title: ({ use, slim }) => `Use ${slim}${use.parsed.digest === undefined ? "" : " (drops the digest)"}`,
      edits: ({ data: { use, slim } }, edit) => changeImage(use, { tag: slim, digest: null }, edit),
    },
  ],
});

/** What the slim variant of a distribution's own image leaves out. Source: https://github.com/debuerreotype/debuerreotype */
const BASE = "documentation and locales";
/** What those of languages and runtimes leave out. */
const TOOLS = "compilers and build tools";
