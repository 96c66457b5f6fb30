import {
  type CredentialsFact,
  type FoundFact,
  formatSize,
  type ImageCard,
  type ImageFact,
  type ImageVariant,
  type SupportFact,
} from "../../engine/index.ts";
import { escapeMarkdown } from "./hover.ts";

/** The card of an image: its name and a line for each fact, as Markdown or plain text. */
export function imageCardText(card: ImageCard, markdown: boolean): string {
  const write = markdown ? asMarkdown : asPlainText;
  const page =
    card.page === undefined ? "" : write.link(card.official ? "official image" : "page", card.page);
  const what = page === "" && card.official ? "official image" : page;
  const title = write.strong(card.image) + (what === "" ? "" : ` (${what})`);
  return [title, ...card.facts.map((fact) => factText(fact, write))].join(write.lineBreak);
}

/** How the parts of a line are formatted. */
interface Writing {
  readonly text: (text: string) => string;
  readonly code: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly link: (text: string, url: string) => string;
  /** A link to the source of a fact, after its sentence. */
  readonly source: (url: string) => string;
  readonly lineBreak: string;
}

const asMarkdown: Writing = {
  text: escapeMarkdown,
  // Text from registries and manifests can contain backticks.
  code: (text) => `\`${text.replaceAll("`", "'")}\``,
  strong: (text) => `**\`${text.replaceAll("`", "'")}\`**`,
  link: (text, url) => `[${text}](${url})`,
  source: (url) => ` ${asMarkdown.link("Source", url)}`,
  lineBreak: "  \n",
};

const asPlainText: Writing = {
  text: (text) => text,
  code: (text) => text,
  strong: (text) => text,
  link: (text) => text,
  source: () => "",
  lineBreak: "\n",
};

function factText(fact: ImageFact, write: Writing): string {
  const { text, code } = write;
  switch (fact.kind) {
    case "replaced":
      return "A kustomization or Skaffold replaces this image";
    case "retired": {
      const { covers, fact: what, since, ends, note, source } = fact.retirement;
      const when = since === undefined ? "" : ` since ${since}`;
      const instead = fact.instead === undefined ? "" : ` Use ${code(fact.instead)}.`;
      const more = note === undefined ? "" : ` ${text(note)}`;
      return `${code(covers)} ${text(what)}${when}${ends === undefined ? "" : `, and will be removed ${ends}`}.${instead}${more}${write.source(source)}`;
    }
    case "note":
      return text(fact.text) + (fact.source === undefined ? "" : write.source(fact.source));
    case "support":
      return supportText(fact, write);
    case "successor":
      return `The nearest supported tag is ${code(fact.tag)}`;
    case "moves":
      return `A floating tag: it was ${code(fact.full)} on ${fact.date}`;
    case "pinned":
      return `The digest decides what runs; the tag ${code(fact.tag)} has no effect`;
    case "variants":
      return `Other variants of this version: ${fact.variants.map((one) => variantText(one, write)).join(", ")}`;
    case "caveats":
      return `Alpine variant: ${fact.caveats.map((one) => write.link(text(one.text), one.source)).join("; ")}`;
    case "ended": {
      const instead = fact.instead.length === 0 ? "" : `; use ${fact.instead.map(code).join(" or ")}`;
      return `${code(fact.name)} ${text(fact.reason)}${instead}.${write.source(fact.source)}`;
    }
    case "credentials":
      return credentialsText(fact, write);
    case "found":
      return foundText(fact, write);
    case "missing":
      return "This image does not exist in the registry";
    case "denied":
      return `${code(fact.registry)} requires credentials, or rejects the configured ones`;
    case "unavailable":
      return `${code(fact.registry)} ${text(fact.reason)}`;
  }
}

function variantText({ tag, isAlpine, size }: ImageVariant, { code }: Writing): string {
  const marks = [isAlpine ? "Alpine" : undefined, size === undefined ? undefined : formatSize(size)];
  const shown = marks.filter((mark) => mark !== undefined);
  return code(tag) + (shown.length === 0 ? "" : ` (${shown.join(", ")})`);
}

function supportText({ tag, support, successor, date }: SupportFact, { code }: Writing): string {
  const instead = successor === undefined ? "" : `; the nearest supported tag is ${code(successor)}`;
  const since = `(as of ${date})${instead}`;
  switch (support) {
    case "supported":
      return `Supported ${since}`;
    case "superseded":
      return `No longer rebuilt: a newer patch release is available ${since}`;
    case "alias-missing":
      return `No longer listed, although there are builds that it could point to (as of ${date})`;
    case "alias-ended":
      return `No longer supported: this tag has not moved for years ${since}`;
    case "variant-ended":
      return `No longer supported: this variant is end of life ${since}`;
    case "line-ended":
      return `No longer supported: this release line is end of life ${since}`;
    case "image-ended":
      return `No longer supported: the image is end of life ${since}`;
    case "newer":
      return `${code(tag)} is newer than the tags that Kubewright knows (${date})`;
    case "unknown":
      return `Unknown tag ${code(tag)} (as of ${date})`;
  }
}

function credentialsText(
  { registry, has, fitting, notes }: CredentialsFact,
  { text, code }: Writing,
): string {
  const names = (secrets: readonly string[]) => secrets.map(code).join(", ");
  const from = () => {
    if (has?.from === "pod") return `: the pod uses ${names(has.secrets)}`;
    if (has?.from === "account")
      return `: ServiceAccount ${code(has.account)} provides ${names(has.secrets)}`;
    if (has?.from === "nodes") return ", which the nodes provide";
    return fitting === undefined ? "" : `: add ${code(fitting.name)} (${fitting.why})`;
  };
  return [`${code(registry)} requires credentials${from()}.`, ...notes.map(text)].join(" ");
}

function foundText({ digest, size, platforms, user }: FoundFact, { text, code }: Writing): string {
  const parts = [
    size === undefined ? undefined : `${formatSize(size)} compressed`,
    user === undefined ? undefined : user === "" ? "runs as root" : `runs as ${code(user)}`,
    platforms.length === 0 ? undefined : text(platforms.join(", ")),
    code(digest),
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}
