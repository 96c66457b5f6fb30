import { distrolessFor } from "../../dockerfile/distroless.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { defineRule, images } from "../../rule/rule.ts";

export default defineRule({
  id: "distroless-variant-fits",
  category: "images",
  severity: "hint",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "The final stage of a Dockerfile can be based on a distroless image.",
  why: "A distroless image has no shell and no package manager, so it has fewer vulnerabilities and a smaller attack surface.",
  links: ["https://github.com/GoogleContainerTools/distroless"],
  on: images,

  *check({ dockerfile, images: uses }) {
    const base = dockerfile && distrolessFor(dockerfile);
    // The tag is `latest` if a port below 1024 needs root; it has no version.
    if (!base || base.image.endsWith(":latest")) return;
    for (const use of uses) {
      if (!use.stage?.isFinal) continue;
      yield { at: use.at, range: rangeOfFirst(use, "name"), data: { text: use.text, base } };
    }
  },

  message: ({ text, base: { image, why } }) =>
    `${why.replace(/\.$/, "")}, so it can use ${image}, which has no shell, instead of ${text}.`,

  fixClasses: ["review"],
  *fixes(
    {
      data: {
        base,
        base: { image },
      },
    },
    edit,
  ) {
    // Review: the image has no shell, so users cannot run commands in it, not even to debug.
    yield {
      class: "review",
      title: `Use ${image} (no shell or package manager)`,
      edits: base.edits.map(({ start, end, text }) => edit.splice(start, end, text)),
    };
  },
});
