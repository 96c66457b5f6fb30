import { advisoryOf } from "../../images/advisories.ts";
import type { Container } from "../../kubernetes/containers.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { defineRule, images } from "../../rule/rule.ts";

export default defineRule({
  id: "image-vulnerable",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { kubescape: ["C-0081", "C-0090", "C-0091"] },
  summary: "An image has a known vulnerability that gives access to the cluster.",
  why: "The vulnerability is public, and so are instructions for exploiting it.",
  links: ["https://kubernetes.io/docs/reference/issues-security/official-cve-feed/"],
  on: images,

  *check({ images: uses }) {
    for (const use of uses) {
      const advisory = use.versioned ? advisoryOf(use.parsed) : undefined;
      if (!advisory || lacks(use.container, advisory.needs)) continue;
      yield {
        at: use.at,
        range: use.rangeOf("tag"),
        data: { name: use.name, tag: use.parsed.tag ?? "", advisory },
      };
    }
  },

  message: ({ name, tag, advisory: { software, id, consequence, fixed } }) =>
    `Image "${name}:${tag}" is vulnerable to ${id} (fixed in ${software} ${fixed}), so ${consequence}.`,
});

/** Whether a container starts without the argument that the vulnerability requires. */
function lacks(container: Container | undefined, argument: string | undefined): boolean {
  if (!container || argument === undefined) return false;
  const lists = ["command", "args"].map((list) => container.at(list));
  // Filled in later.
  if (lists.some((list) => list && !list.isSequence)) return false;
  const words = lists.flatMap((list) => list?.items() ?? []).map(({ scalar }) => scalar?.text ?? "");
  return !words.some((word) => isTemplated(word.split("=", 1)[0]!) || word.includes(argument));
}
