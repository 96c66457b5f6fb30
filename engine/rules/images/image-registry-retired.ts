import { quotedImages } from "../../images/image-text.ts";
import { type ImageReference, parseImageReference } from "../../images/reference.ts";
import { type RegistryReplacement, replacedImage, retirementOf } from "../../images/retired-registries.ts";
import { byPlace, type ImageUse } from "../../kubernetes/image-use.ts";
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
    const retired = source.images.filter(({ name, parsed }) => {
      const retirement = retirementOf(parsed);
      if (!retirement || imageMatches(options.allow, parsed) || workspace.isRenamed(name, uri)) return false;
      // There is nothing to be done about them but to choose another software.
      return retirement.state !== "frozen" || retirement.replacement !== undefined || options.homeless;
    });
    for (const { range, uses } of byPlace(retired, placeOf)) {
      const [use] = uses;
      const retirement = retirementOf(use.parsed);
      if (!retirement) continue;
      const texts = uses
        .filter(({ parsed }) => retirementOf(parsed)?.covers === retirement.covers)
        .map(({ text }) => text);
      yield { at: use.at, range, data: { use, texts: [...new Set(texts)], ...retirement } };
    }
  },

  message: ({ texts, covers, fact, since, state, ends }) => {
    const when = since === undefined ? "" : ` since ${since}`;
    const consequence = consequences[state][texts.length === 1 ? 0 : 1];
    const end = ends === undefined ? "" : `, and that place goes away ${ends}`;
    return `${quotedImages(texts)} ${texts.length === 1 ? "comes" : "come"} from ${covers}, which ${fact}${when}, ${consequence}${end}.`;
  },

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

/** Of one image, and of several. */
const consequences = {
  shut: ["so no node can pull it any more", "so no node can pull them any more"],
  frozen: ["so it gets no more fixes", "so they get no more fixes"],
  moved: ["so the old name may end at any time", "so the old names may end at any time"],
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
