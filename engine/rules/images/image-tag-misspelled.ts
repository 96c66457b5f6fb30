import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import { changeImage, useInstead } from "../../edits/image.ts";
import { fullReplacement } from "../../images/full-replacement.ts";
import { endOf } from "../../images/support.ts";
import { judgeTag } from "../../images/typos.ts";
import { type ImageUse, rangeOfFirst } from "../../kubernetes/image-use.ts";
import { names } from "../../rule/options.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";
import { officialUses } from "../shared/official-images.ts";

export default defineRule({
  id: "image-tag-misspelled",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The tag of an official image is misspelled.",
  why: "The tag never existed, so the pull fails and the pod stays in ImagePullBackOff.",
  links: ["https://github.com/docker-library/official-images#tags-and-aliases"],
  options: { allow: names("Images whose tags are not checked: `python`, `docker.io/library/node`.") },
  on: inWorkspace(images),

  *check(source, context) {
    for (const { use, official } of officialUses(source, context, context.options.allow)) {
      const { name, parsed } = use;
      const { tag, digest } = parsed;
      // With a digest, the tag has no effect.
      if (tag === undefined || digest !== undefined) continue;
      const { kind, suggestions } = judgeTag(official, tag);
      if (kind !== "typo") continue;
      const maintainedTags = suggestions.filter((suggestion) => endOf(official, suggestion) === undefined);
      yield {
        at: use.at,
        range: rangeOfFirst(use, "tag"),
        data: { use, name, tag, suggestions, maintainedTags, instead: fullReplacement(official, tag) },
      };
    }
  },

  message: ({ name, tag, suggestions }) =>
    `Image "${name}" has no tag "${tag}"${suggestions[0] === undefined ? "" : ` (did you mean "${suggestions[0]}"?)`}, so it cannot be pulled.`,

  fixClasses: ["review"],
  *fixes({ data: { maintainedTags, use, instead } }, edit) {
    // Review: the most similar tag might not be the intended one.
    yield { class: "review", title: `Use ${maintainedTags[0]}`, edits: useTag(use, maintainedTags[0], edit) };
    // Review: as above.
    yield { class: "review", title: `Use ${maintainedTags[1]}`, edits: useTag(use, maintainedTags[1], edit) };
    // Review: the same Java version from a different vendor.
    yield {
      class: "review",
      title: `Use ${instead} (a different build of the same Java version)`,
      edits: useInstead(use, instead, edit),
    };
  },
});

function useTag(
  use: ImageUse,
  tag: string | undefined,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  return tag === undefined ? undefined : changeImage(use, { tag }, edit);
}
