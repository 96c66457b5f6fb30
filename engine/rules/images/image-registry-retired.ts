import { replacedImage, retirementOf } from "../../images/retired-registries.ts";
import { rangeOfFirst } from "../../kubernetes/image-use.ts";
import { imageMatches } from "../../kubernetes/images.ts";
import { changeImage } from "../../lint/image-edit.ts";
import { names } from "../../lint/options.ts";
import { defineRule, images } from "../../lint/rule.ts";

export default defineRule({
  id: "image-registry-retired",
  category: "images",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  peers: { kubescape: ["C-0253"] },
  tags: ["deprecated"],
  summary: "An image comes from a place that is shut, frozen or has moved.",
  why: "What is shut cannot be pulled on a new node, and what is frozen gets no more fixes.",
  links: [
    "https://kubernetes.io/blog/2023/03/10/image-registry-redirect/",
    "https://github.com/bitnami/containers/issues/83267",
  ],
  options: { allow: names("Images that may stay where they are: `docker.io/bitnamilegacy/*`.") },
  asksWorkspace: true,
  on: images,

  *check(source, { options, workspace, uri }) {
    for (const use of source.images) {
      const { name, parsed } = use;
      const retirement = retirementOf(parsed);
      if (!retirement || imageMatches(options.allow, parsed) || workspace.isRenamed(name, uri)) continue;
      yield { at: use.at, range: rangeOfFirst(use, "name"), data: { use, ...retirement } };
    }
  },

  message: ({ covers, fact, since, state, replacement }) => {
    const now = replacement ? `; it is ${replacement.registry}/${replacement.repository} now` : "";
    return `${covers} ${fact}${since ? ` since ${since}` : ""}${now}${consequences[state]}.`;
  },

  fixes: [
    {
      // Review: the same image under another name, or its successor; nodes pull it from another place.
      class: "review",
      title: ({ use, replacement }) =>
        `Use ${replacement?.registry}/${replacement?.repository}${caveat(use.parsed.digest, replacement)}`,
      edits: ({ data: { use, ...retirement } }, edit) => {
        const { replacement } = retirement;
        if (!replacement || replacedImage(use.parsed, retirement) === undefined) return undefined;
        const name = `${replacement.registry}/${replacement.repository}`;
        const short = use.parsed.registryIsExplicit ? name : name.replace(/^docker\.io\//, "");
        return changeImage(use, { name: short, ...(!replacement.sameContent && { digest: null }) }, edit);
      },
    },
  ],
});

const consequences = {
  shut: ", so no node can pull it any more",
  frozen: ", so it gets no more fixes",
  moved: ", so the old name may end at any time",
} as const;

function caveat(
  digest: string | undefined,
  replacement: { readonly sameContent: boolean; readonly sameTags: boolean } | undefined,
): string {
  if (!replacement || replacement.sameContent) return "";
  const drops = digest === undefined ? "" : "drops the digest";
  const looks = replacement.sameTags ? "" : "see which tag it has there";
  const both = [drops, looks].filter(Boolean).join("; ");
  return both && ` (${both})`;
}
