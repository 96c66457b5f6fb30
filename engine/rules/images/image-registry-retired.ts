import { quotedImages } from "../../images/image-text.ts";
import { type ImageReference, parseImageReference } from "../../images/reference.ts";
import {
  type RegistryReplacement,
  type Retirement,
  replacedImage,
  retirementOf,
} from "../../images/retired-registries.ts";
import { byPlace, type ImageSource, type ImageUse } from "../../kubernetes/image-use.ts";
import { imageMatches } from "../../kubernetes/images.ts";
import { Value } from "../../kubernetes/value.ts";
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
  summary: "An image comes from a registry that is closed, frozen or has moved.",
  why: "A new node cannot pull an image from a closed registry, and a frozen one receives no security fixes.",
  links: [
    "https://kubernetes.io/blog/2023/03/10/image-registry-redirect/",
    "https://github.com/bitnami/containers/issues/83267",
  ],
  options: {
    allow: names("Images that are not reported: `docker.io/bitnami/*`."),
    homeless: flag("Also report images of frozen registries that are available nowhere else.", false),
  },
  asksWorkspace: true,
  on: images,

  *check(source, { options, workspace, uri }) {
    const retired = source.images.filter(({ name, parsed }) => {
      const retirement = retirementOf(parsed);
      if (!retirement || imageMatches(options.allow, parsed) || workspace.isRenamed(name, uri)) return false;
      // Without a new home, only other software would help.
      return retirement.state !== "frozen" || retirement.replacement !== undefined || options.homeless;
    });
    for (const { range, uses } of byPlace(retired, placeOf)) {
      const [use] = uses;
      const retirement = retirementOf(use.parsed);
      if (!retirement) continue;
      const texts = uses
        .filter(({ parsed }) => isSame(retirementOf(parsed), retirement))
        .map(({ text }) => text);
      const needs = source.kind === "values" ? retirement.replacement?.chartNeeds : undefined;
      const isSet = needs !== undefined && rootOf(source).at(...needs.split("."))?.value === true;
      yield {
        at: use.at,
        range,
        data: { use, texts: [...new Set(texts)], ...retirement, needs: isSet ? undefined : needs },
      };
    }
  },

  message: ({ texts, covers, fact, since, state, ends }) => {
    const subject = `${quotedImages(texts)} ${texts.length === 1 ? "comes" : "come"} from ${covers}`;
    if (state === "closing")
      return `${subject}, which closes${ends === undefined ? "" : ` ${ends}`}, ${consequences.closing[texts.length === 1 ? 0 : 1]}.`;
    const when = since === undefined ? "" : ` since ${since}`;
    const consequence = consequences[state][texts.length === 1 ? 0 : 1];
    const end = ends === undefined ? "" : `, and it closes ${ends}`;
    return `${subject}, which ${fact}${when}, ${consequence}${end}.`;
  },

  fixes: [
    {
      // Review: the same image or its successor under another name; nodes pull it from another registry.
      class: "review",
      title: ({ use, replacement, needs }) =>
        `Use ${homeOf(replacement)}${caveat(use.parsed, replacement, needs)}`,
      edits: ({ data: { use, ...retirement } }, edit) => {
        const { replacement } = retirement;
        if (!replacement || replacedImage(use.parsed, retirement) === undefined) return undefined;
        if (!keepsTags(replacement)) return undefined;
        return changeImage(use, { name: nameOf(use, replacement), ...digestOf(replacement) }, edit);
      },
    },
    {
      // Template: the new home has its own tags, and only a person knows which one is meant.
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
  shut: ["so nodes can no longer pull it", "so nodes can no longer pull them"],
  frozen: ["so it receives no security fixes", "so they receive no security fixes"],
  closing: ["so nodes will no longer be able to pull it", "so nodes will no longer be able to pull them"],
  moved: ["so the old name can stop working at any time", "so the old names can stop working at any time"],
} as const;

/** Whether one sentence is true of both. */
function isSame(one: Retirement | undefined, { covers, state }: Retirement): boolean {
  return one?.covers === covers && one.state === state;
}

function homeOf(replacement: RegistryReplacement | undefined): string {
  return `${replacement?.registry}/${replacement?.repository}`;
}

function keepsTags({ sameContent, sameTags }: RegistryReplacement): boolean {
  return sameContent || sameTags;
}

/** The part that is retired: where the registry is written apart, under a key of its own or in an ARG, it or the path. */
function placeOf(use: ImageUse): Range | undefined {
  const [name, registry] = [use.rangeOf("name"), use.rangeOf("registry")];
  // Istio's `hub` has the path behind the host.
  const host = use.slots.kind === "keys" && use.slots.owner.at(use.slots.registry ?? "")?.string;
  if (host && !host.includes("/") && retirementOf(use.parsed)?.scope === "path") return name ?? registry;
  if (!name || !registry) return name ?? registry;
  return name.start <= registry.start && registry.end <= name.end ? name : registry;
}

/** Docker Hub's name is left out where it was before. */
function nameOf({ parsed }: ImageUse, replacement: RegistryReplacement): string {
  const home = homeOf(replacement);
  return parsed.registryIsExplicit ? home : home.replace(/^docker\.io\//, "");
}

function digestOf({ sameContent }: RegistryReplacement): { readonly digest?: null } {
  return sameContent ? {} : { digest: null };
}

/** What a person has to know before pulling the image from its new home. */
function caveat(
  { tag, digest }: ImageReference,
  replacement: RegistryReplacement | undefined,
  chartNeeds?: string,
): string {
  if (!replacement) return "";
  const home = parseImageReference(`${homeOf(replacement)}:${tag ?? "latest"}`);
  const frozen = home.kind === "image" && retirementOf(home)?.state === "frozen";
  const notes = [
    ...(frozen ? ["also frozen"] : []),
    ...(digest !== undefined && !replacement.sameContent ? ["drops the digest"] : []),
    ...(keepsTags(replacement) ? [] : ["check which tag it has there"]),
    ...(chartNeeds === undefined ? [] : [`charts refuse it unless ${chartNeeds} is true`]),
  ];
  return notes.length === 0 ? "" : ` (${notes.join(", ")})`;
}

function rootOf({ document }: ImageSource): Value {
  return new Value(document.tree, document.tree.root, []);
}
