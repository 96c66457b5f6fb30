import { changeImage } from "../../edits/image.ts";
import { catalogDate } from "../../images/catalog.ts";
import { isBranchTag } from "../../images/moving.ts";
import { fullVersionOf } from "../../images/pinning.ts";
import { isLatest } from "../../kubernetes/images.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";
import { officialUses } from "../shared/official-images.ts";

export default defineRule({
  id: "image-floating-tag",
  category: "images",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  summary: "An image has a floating tag although a full version exists.",
  why: "Nodes that pull at different times can run different versions, and rolling back the manifest does not roll back the image.",
  links: ["https://github.com/docker-library/official-images#tags-and-aliases"],
  on: inWorkspace(images),

  *check(source, context) {
    for (const { use, official } of officialUses(source, context)) {
      const { name, parsed } = use;
      const { tag, digest } = parsed;
      if (tag === undefined || digest !== undefined || isLatest(parsed) || isBranchTag(parsed)) continue;
      const full = fullVersionOf(official, tag);
      if (full === undefined) continue;
      yield { at: use.at, range: use.rangeOf("tag"), data: { use, name, tag, full } };
    }
  },

  message: ({ name, tag, full }) =>
    `Image "${name}" has the floating tag "${tag}" (it was ${full} on ${catalogDate}), so each pull can fetch a different version.`,

  fixClasses: ["review"],
  *fixes({ data: { full, use } }, edit) {
    // Review: nodes that pulled the tag earlier might run a different version now.
    yield { class: "review", title: `Pin to ${full}`, edits: changeImage(use, { tag: full }, edit) };
  },
});
