import { catalogDate } from "../../images/catalog.ts";
import { isBranchTag } from "../../images/moving.ts";
import { fullVersionOf } from "../../images/pinning.ts";
import { isLatest } from "../../kubernetes/images.ts";
import { changeImage } from "../../lint/image-edit.ts";
import { officialUses } from "../../lint/official-images.ts";
import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "image-floating-tag",
  category: "images",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  summary: "A tag moves with each release, though a full version exists.",
  why: "Two pulls of one manifest can bring two versions, and a rollback of the manifest does not roll back the image.",
  links: ["https://github.com/docker-library/official-images#tags-and-aliases"],
  asksWorkspace: true,
  on: images,

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
    `The tag "${tag}" of image "${name}" moves (it was ${full} on ${catalogDate}), so each pull may bring another version.`,

  fixes: [
    {
      // Review: nodes that pulled at another time run another version now.
      class: "review",
      title: ({ full }) => `Pin to ${full}`,
      edits: ({ data: { use, full } }, edit) => changeImage(use, { tag: full }, edit),
    },
  ],
});
