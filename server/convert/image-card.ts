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

/** An image's card: its name and a line for each fact; as Markdown, or as plain text. */
export function imageCardText(card: ImageCard, markdown: boolean): string {
  const write = markdown ? asMarkdown : asPlainText;
  const page =
    card.page === undefined ? "" : write.link(card.official ? "official image" : "page", card.page);
  const what = page === "" && card.official ? "official image" : page;
  const title = write.strong(card.image) + (what === "" ? "" : ` (${what})`);
  return [title, ...card.facts.map((fact) => factText(fact, write))].join(write.lineBreak);
}

/** How the pieces of a line are written. */
interface Writing {
  readonly text: (text: string) => string;
  readonly code: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly link: (text: string, url: string) => string;
  /** Where a fact can be looked up, behind its sentence. */
  readonly source: (url: string) => string;
  readonly lineBreak: string;
}

const asMarkdown: Writing = {
  text: escapeMarkdown,
  // What a registry or a manifest says may hold a backtick.
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
      return "A kustomization or Skaffold puts another image in its place";
    case "retired": {
      const { covers, fact: what, since, ends, note, source } = fact.retirement;
      const when = since === undefined ? "" : ` since ${since}`;
      const instead = fact.instead === undefined ? "" : ` Use ${code(fact.instead)}.`;
      const more = note === undefined ? "" : ` ${text(note)}`;
      return `${code(covers)} ${text(what)}${when}${ends === undefined ? "" : `, and goes away ${ends}`}.${instead}${more}${write.source(source)}`;
    }
    case "note":
      return text(fact.text) + (fact.source === undefined ? "" : write.source(fact.source));
    case "support":
      return supportText(fact, write);
    case "successor":
      return `The nearest supported tag is ${code(fact.tag)}`;
    case "moves":
      return `The tag moves: it was ${code(fact.full)} on ${fact.date}`;
    case "pinned":
      return `The digest decides what runs; the tag ${code(fact.tag)} is only a note`;
    case "variants":
      return `Same version: ${fact.variants.map((one) => variantText(one, write)).join(", ")}`;
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
      return "The registry has no such image";
    case "denied":
      return `${code(fact.registry)} wants credentials, or other ones, to say more`;
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
      return `No longer rebuilt: its line has a newer patch ${since}`;
    case "alias-missing":
      return `Not listed, though builds that it could point to are (as of ${date})`;
    case "alias-ended":
      return `No longer supported: this tag has not been moved for years ${since}`;
    case "variant-ended":
      return `No longer supported: this variant of its line has ended ${since}`;
    case "line-ended":
      return `No longer supported: its line has ended ${since}`;
    case "image-ended":
      return `No longer supported: the whole image has ended ${since}`;
    case "newer":
      return `${code(tag)} is newer than the catalog of ${date}`;
    case "unknown":
      return `The catalog of ${date} does not know ${code(tag)}`;
  }
}

function credentialsText(
  { registry, has, fitting, notes }: CredentialsFact,
  { text, code }: Writing,
): string {
  const names = (secrets: readonly string[]) => secrets.map(code).join(", ");
  const from = () => {
    if (has?.from === "pod") return `: the pod pulls with ${names(has.secrets)}`;
    if (has?.from === "account") return `: ServiceAccount ${code(has.account)} brings ${names(has.secrets)}`;
    if (has?.from === "nodes") return ", which the nodes have";
    return fitting === undefined ? "" : `: add ${code(fitting.name)} (${fitting.why})`;
  };
  return [`${code(registry)} asks for credentials${from()}.`, ...notes.map(text)].join(" ");
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
