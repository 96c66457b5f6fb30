import { type ImageReference, parseImageReference } from "../../images/reference.ts";
import { type RegistryReplacement, replacedImage, retirementOf } from "../../images/retired-registries.ts";
import type { ImageUse } from "../../kubernetes/image-use.ts";
import { imageMatches } from "../../kubernetes/images.ts";
import { placeholder } from "../../lint/edit.ts";
import { changeImage } from "../../lint/image-edit.ts";
import { flag, names } from "../../lint/options.ts";
import { defineRule, images } from "../../lint/rule.ts";
import type { Range } from "../../text/range.ts";

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
  options: {
    allow: names("Images that may stay where they are: `docker.io/bitnami/*`."),
    homeless: flag("Speak also of images that get no more fixes but live nowhere else.", false),
  },
  asksWorkspace: true,
  on: images,

  *check(source, { options, workspace, uri }) {
    for (const use of source.images) {
      const { name, parsed } = use;
      const retirement = retirementOf(parsed);
      if (!retirement || imageMatches(options.allow, parsed) || workspace.isRenamed(name, uri)) continue;
      // There is nothing to be done about them but to choose another software.
      if (retirement.state === "frozen" && !retirement.replacement && !options.homeless) continue;
      yield { at: use.at, range: placeOf(use), data: { use, ...retirement } };
    }
  },

  message: ({ use, covers, fact, since, state, ends }) =>
    `Image "${use.text}" comes from ${covers}, which ${fact}${since ? ` since ${since}` : ""}, ${consequences[state]}${ends ? ` and goes away ${ends}` : ""}.`,

  fixes: [
    {
      // Review: the same image or its successor under another name; nodes pull it from another place.
      class: "review",
      title: ({ use, replacement }) => `Use ${homeOf(replacement)}${caveat(use.parsed, replacement)}`,
      edits: ({ data: { use, ...retirement } }, edit) => {
        const { replacement } = retirement;
        if (!replacement || replacedImage(use.parsed, retirement) === undefined) return undefined;
        if (!keepsTags(replacement)) return undefined;
        return changeImage(use, { name: nameOf(use, replacement), ...digestOf(replacement) }, edit);
      },
    },
    {
      // Template: the new home has tags of its own, and which one is meant only a person knows.
      class: "template",
      title: ({ use, replacement }) => `Use ${homeOf(replacement)}${caveat(use.parsed, replacement)}`,
      edits: ({ data: { use, replacement } }, edit) => {
        if (!replacement || keepsTags(replacement)) return undefined;
        const tag = use.versioned ? { tag: placeholder(use.parsed.tag ?? "1.0.0") } : {};
        return changeImage(use, { name: nameOf(use, replacement), ...tag, ...digestOf(replacement) }, edit);
      },
    },
  ],
});

const consequences = {
  shut: "so no node can pull it any more",
  frozen: "so it gets no more fixes",
  moved: "so the old name may end at any time",
} as const;

function homeOf(replacement: RegistryReplacement | undefined): string {
  return `${replacement?.registry}/${replacement?.repository}`;
}

function keepsTags({ sameContent, sameTags }: RegistryReplacement): boolean {
  return sameContent || sameTags;
}

/** The name, or the registry alone where that stands somewhere else: under a key of its own, in an ARG. */
function placeOf(use: ImageUse): Range | undefined {
  const [name, registry] = [use.rangeOf("name"), use.rangeOf("registry")];
  if (!name || !registry) return name ?? registry;
  return name.start <= registry.start && registry.end <= name.end ? name : registry;
}

/** Whoever left out Docker Hub's name goes on doing so. */
function nameOf({ parsed }: ImageUse, replacement: RegistryReplacement): string {
  const home = homeOf(replacement);
  return parsed.registryIsExplicit ? home : home.replace(/^docker\.io\//, "");
}

function digestOf({ sameContent }: RegistryReplacement): { readonly digest?: null } {
  return sameContent ? {} : { digest: null };
}

/** What a person has to know before the image is taken from its new home. */
function caveat({ tag, digest }: ImageReference, replacement: RegistryReplacement | undefined): string {
  if (!replacement) return "";
  const home = parseImageReference(`${homeOf(replacement)}:${tag ?? "latest"}`);
  const frozen = home.kind === "image" && retirementOf(home)?.state === "frozen";
  const notes = [
    ...(frozen ? ["frozen, too"] : []),
    ...(digest !== undefined && !replacement.sameContent ? ["drops the digest"] : []),
    ...(keepsTags(replacement) ? [] : ["look which tag it has there"]),
  ];
  return notes.length === 0 ? "" : ` (${notes.join(", ")})`;
}
