import { changeImage } from "../../edits/image.ts";
import { parseImageReference } from "../../images/reference.ts";
import { mirrored } from "../../images/registry-policy.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";

export default defineRule({
  id: "image-not-mirrored",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "An image bypasses the mirror that your settings define for its registry.",
  why: "Pulls depend on an external registry with its outages and rate limits, and the image bypasses the scans of the mirror.",
  links: ["https://kubernetes.io/docs/concepts/security/security-checklist/#images"],
  on: inWorkspace(images),

  *check(source, { settings, workspace, uri }) {
    for (const use of source.images) {
      const { name, parsed } = use;
      const text = mirrored(parsed, settings.registries.mirrors);
      const mirror = text === undefined ? undefined : parseImageReference(text);
      if (mirror?.kind !== "image" || text === undefined || workspace.isRenamed(name, uri)) continue;
      const home = text.slice(0, mirror.ranges.repository.end);
      yield {
        at: use.at,
        range: rangeOfFirst(use, "registry", "name"),
        data: { use, text: use.text, registry: parsed.registry, home },
      };
    }
  },

  message: ({ text, registry, home }) =>
    `Image "${text}" bypasses the mirror ${home}, so an outage of ${registry} blocks pulls.`,

  fixClasses: ["review"],
  *fixes({ data: { home, use } }, edit) {
    // Review: the mirror might not have the image yet, or might require credentials.
    yield {
      class: "review",
      title: `Pull from ${home} instead`,
      edits: changeImage(use, { name: home }, edit),
    };
  },
});
