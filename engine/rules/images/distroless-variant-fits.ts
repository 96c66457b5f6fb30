import { distrolessFor } from "../../dockerfile/distroless.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "distroless-variant-fits",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary:
    "The final stage of a Dockerfile needs nothing of its base but a runtime that a distroless image has.",
  why: "A distroless image has neither a shell nor a package manager, so there is less to attack and less to update.",
  links: ["https://github.com/GoogleContainerTools/distroless"],
  on: images,

  *check({ dockerfile, images: uses }) {
    const base = dockerfile && distrolessFor(dockerfile);
    // Its user is root where a port below 1024 wants it, and then its tag says nothing of a version.
    if (!base || base.image.endsWith(":latest")) return;
    for (const use of uses) {
      if (!use.stage?.isFinal) continue;
      yield { at: use.at, range: rangeOfFirst(use, "name"), data: { text: use.text, base } };
    }
  },

  message: ({ text, base: { image, why } }) =>
    `${why.replace(/\.$/, "")}, so ${image}, which has no shell, would do instead of ${text}.`,

  fixes: [
    {
      // Review: nothing can be run in the image besides, not even to look for a fault.
      class: "review",
      title: ({ base: { image } }) => `Build on ${image}`,
      edits: ({ data: { base } }, edit) =>
        base.edits.map(({ start, end, text }) => edit.splice(start, end, text)),
    },
  ],
});
