import { placeholder } from "../../edits/edit.ts";
import { changeImage } from "../../edits/image.ts";
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
import { flag, names } from "../../rule/options.ts";
import { defineRule, images, inWorkspace } from "../../rule/rule.ts";
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
  on: inWorkspace(images),

  *check(source, { options, workspace, uri }) {
    const retired = source.images.filter((use) => {
      const { name, parsed } = use;
      const retirement = retirementOf(parsed);
      if (
        !retirement ||
        isLoaded(use) ||
        imageMatches(options.allow, parsed) ||
        workspace.isRenamed(name, uri)
      )
        return false;
      // Without a replacement, the only alternative would be different software.
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
      const isEnabled = needs !== undefined && rootOf(source).at(...needs.split("."))?.value === true;
      yield {
        at: use.at,
        range,
        data: { use, texts: [...new Set(texts)], ...retirement, needs: isEnabled ? undefined : needs },
      };
    }
  },

  message: ({ texts, covers, fact, since, state, ends }) => {
    const isRepository = texts.every(
      (text) => /^[:@]/.test(text.slice(covers.length)) && text.startsWith(covers),
    );
    const place = isRepository ? "a repository that" : `${covers}, which`;
    const subject = `${quotedImages(texts)} ${texts.length === 1 ? "comes" : "come"} from ${place}`;
    if (state === "closing")
      return `${subject} closes${ends === undefined ? "" : ` ${ends}`}, ${consequences.closing[texts.length === 1 ? 0 : 1]}.`;
    const when = since === undefined ? "" : ` ${prepositionOf(fact, since)} ${dateText(since)}`;
    const consequence = consequences[state][texts.length === 1 ? 0 : 1];
    const end = ends === undefined || state === "shut" ? "" : `, and the registry closes ${ends}`;
    return `${subject} ${fact}${when}, ${consequence}${end}.`;
  },

  fixClasses: ["review", "template"],
  *fixes({ data: { use, ...retirement } }, edit) {
    const { replacement, needs } = retirement;
    if (!replacement) return;
    if (keepsTags(replacement)) {
      if (replacedImage(use.parsed, retirement) === undefined) return;
      // Review: the same image or its successor under a different name, from a different registry.
      yield {
        class: "review",
        title: `Pull from ${homeOf(replacement)} instead${caveat(use.parsed, replacement, needs)}`,
        edits: changeImage(use, { name: nameOf(use, replacement), ...digestOf(replacement) }, edit),
      };
      return;
    }
    const tag = use.versioned ? { tag: placeholder(use.parsed.tag ?? "1.0.0") } : {};
    // Template: the new registry has different tags, and only the user knows which one is wanted.
    yield {
      class: "template",
      title: `Pull from ${homeOf(replacement)} instead${caveat(use.parsed, replacement)}`,
      edits: changeImage(use, { name: nameOf(use, replacement), ...tag, ...digestOf(replacement) }, edit),
    };
  },
});

/** For a single image, and for several. */
const consequences = {
  shut: ["so it cannot be pulled", "so they cannot be pulled"],
  frozen: ["so no fixes are published there", "so no fixes are published there"],
  closing: ["so pulls fail after that", "so pulls fail after that"],
  moved: [
    "so pulls with the old name can fail at any time",
    "so pulls with the old names can fail at any time",
  ],
} as const;

/** Whether one sentence describes both. */
function isSame(retirement: Retirement | undefined, { covers, state }: Retirement): boolean {
  return retirement?.covers === covers && retirement.state === state;
}

/** Whether nothing pulls the image, because it is loaded into each node. */
function isLoaded({ container, slots }: ImageUse): boolean {
  const policy =
    container?.at("imagePullPolicy") ??
    (slots.kind === "keys" ? (slots.owner.at("pullPolicy") ?? slots.owner.at("imagePullPolicy")) : undefined);
  return policy?.string === "Never";
}

function homeOf(replacement: RegistryReplacement | undefined): string {
  return `${replacement?.registry}/${replacement?.repository}`;
}

function keepsTags({ sameContent, sameTags }: RegistryReplacement): boolean {
  return sameContent || sameTags;
}

/** The retired part of the text: the registry or the path, if the registry has its own key or is in an ARG. */
function placeOf(use: ImageUse): Range | undefined {
  const [name, registry] = [use.rangeOf("name"), use.rangeOf("registry")];
  // Istio's `hub` contains the host and the path.
  const host = use.slots.kind === "keys" && use.slots.owner.at(use.slots.registry ?? "")?.string;
  if (host && !host.includes("/") && retirementOf(use.parsed)?.scope === "path") return name ?? registry;
  if (!name || !registry) return name ?? registry;
  return name.start <= registry.start && registry.end <= name.end ? name : registry;
}

/** Omits `docker.io` if the old name omits it. */
function nameOf({ parsed }: ImageUse, replacement: RegistryReplacement): string {
  const home = homeOf(replacement);
  return parsed.registryIsExplicit ? home : home.replace(/^docker\.io\//, "");
}

function digestOf({ sameContent }: RegistryReplacement): { readonly digest?: null } {
  return sameContent ? {} : { digest: null };
}

/** What the user must know before pulling the image from the new registry. */
function caveat(
  { tag, digest }: ImageReference,
  replacement: RegistryReplacement | undefined,
  chartNeeds?: string,
): string {
  if (!replacement) return "";
  const home = parseImageReference(`${homeOf(replacement)}:${tag ?? "latest"}`);
  const frozen = home.kind === "image" && retirementOf(home)?.state === "frozen";
  const notes = [
    ...(frozen ? ["also receives no new images"] : []),
    ...(digest !== undefined && !replacement.sameContent ? ["removes the digest"] : []),
    ...(keepsTags(replacement) ? [] : ["set a tag that exists there"]),
    ...(chartNeeds === undefined ? [] : [`the chart rejects it unless ${chartNeeds} is true`]),
  ];
  return notes.length === 0 ? "" : ` (${notes.join(", ")})`;
}

function rootOf({ document }: ImageSource): Value {
  return new Value(document.tree, document.tree.root, []);
}

/** `May 2025` for `2025-05`; a full date stays as it is. */
function dateText(date: string): string {
  const [, year, month] = /^(\d+)-(\d+)$/.exec(date) ?? [];
  return year === undefined ? date : `${months[Number(month) - 1]} ${year}`;
}

const months = "January February March April May June July August September October November December".split(
  " ",
);

/** `was shut down in May 2025`, `on 2025-07-10`; `has received no new images since 2023-04-03` */
function prepositionOf(fact: string, date: string): "in" | "on" | "since" {
  if (!fact.startsWith("was ")) return "since";
  return /^\d+-\d+-\d+$/.test(date) ? "on" : "in";
}
