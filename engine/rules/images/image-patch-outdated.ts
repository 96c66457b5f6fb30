import { changeImage } from "../../edits/image.ts";
import { catalogDate } from "../../images/catalog.ts";
import { supportedSuccessor } from "../../images/successor.ts";
import { supportOf } from "../../images/support.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";
import { officialUses } from "../shared/official-images.ts";

export default defineRule({
  id: "image-patch-outdated",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["strict"],
  summary: "A newer patch version of an official image is available.",
  why: "Patch versions fix bugs and vulnerabilities, and only the newest patch version is rebuilt when its base image changes.",
  links: ["https://github.com/docker-library/official-images#library-definition-files"],
  on: inWorkspace(images),

  *check(source, context) {
    for (const { use, official } of officialUses(source, context)) {
      const { name, parsed } = use;
      if (parsed.tag === undefined || supportOf(official, parsed.tag) !== "superseded") continue;
      const next = supportedSuccessor(official, parsed.tag);
      if (!next) continue;
      yield {
        at: use.at,
        range: rangeOfFirst(use, "tag", "name"),
        data: { use, name, tag: parsed.tag, next: next.tag },
      };
    }
  },

  message: ({ name, tag, next }) =>
    `Image "${name}:${tag}" is no longer rebuilt, so it lacks later fixes ("${next}" was current on ${catalogDate}).`,

  fixClasses: ["review"],
  *fixes({ data: { use, next } }, edit) {
    // Review: a newer build of the same release line, with its changes.
    yield {
      class: "review",
      title: `Use ${next}${use.parsed.digest === undefined ? "" : " (removes the digest)"}`,
      edits: changeImage(use, { tag: next, digest: null }, edit),
    };
  },
});
