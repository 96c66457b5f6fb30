import { advisoryOf } from "../../images/advisories.ts";
import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "image-vulnerable",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { kubescape: ["C-0081", "C-0090", "C-0091"] },
  summary: "An image is of a version with a known way into the cluster.",
  why: "The hole is described in public, and so is how to use it.",
  links: ["https://kubernetes.io/docs/reference/issues-security/official-cve-feed/"],
  on: images,

  *check({ images: uses }) {
    for (const use of uses) {
      const advisory = use.versioned ? advisoryOf(use.parsed) : undefined;
      if (!advisory) continue;
      yield {
        at: use.at,
        range: use.rangeOf("tag"),
        data: { name: use.name, tag: use.parsed.tag ?? "", advisory },
      };
    }
  },

  message: ({ name, tag, advisory: { software, id, fact, mended } }) =>
    `Image "${name}" is ${software} ${tag}, where ${id} ${fact}; it is mended in ${mended}.`,
});
