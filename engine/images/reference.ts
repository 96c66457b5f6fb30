import { isTemplated } from "../text/placeholders.ts";
import type { Range } from "../text/range.ts";

/** A parsed image reference; every range is in offsets of the parsed text. */
export interface ImageReference {
  readonly kind: "image";
  /** Host with its port, normalized: `docker.io` if there is none (or if it is `index.docker.io`). */
  readonly registry: string;
  readonly registryIsExplicit: boolean;
  /** Path without the registry, normalized: `nginx` is `library/nginx` on `docker.io`. */
  readonly repository: string;
  /** Undefined if there is none; runtimes then use `latest`, unless there is a digest. */
  readonly tag: string | undefined;
  /** With its algorithm: `sha256:…`. */
  readonly digest: string | undefined;
  /** The ranges of the parts, without their separators (`/`, `:`, `@`). */
  readonly ranges: {
    readonly registry: Range | undefined;
    readonly repository: Range;
    readonly tag: Range | undefined;
    readonly digest: Range | undefined;
  };
}

/** Text that no container runtime accepts as an image. */
export interface ImageReferenceProblem {
  readonly kind: "problem";
  /** A noun phrase that fits after "the image has …": `an empty tag`. */
  readonly reason: string;
  readonly range: Range;
}

/** Text that another tool fills in later, so that nothing is known about it. */
export interface TemplatedImage {
  readonly kind: "templated";
}

const MAX_NAME_LENGTH = 255;
const MAX_TAG_LENGTH = 128;
const DIGEST_HEX_LENGTH: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

const DOMAIN = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?$/;
const IPV6 = /^\[[a-fA-F0-9:]+\]$/;
const COMPONENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
/** No image reference contains such a character, so it begins a variable. */
const VARIABLE = /\$[A-Za-z_]/;
/** `REPLACE_ME`, `IMAGE:TAG`, or a single component of a path, as in `gcr.io/PROJECT_ID/app`. */
const UPPER_CASE_WHOLE = /^[A-Z_][A-Z0-9_./:-]*$/;
const UPPER_CASE_PART = /(?:^|\/)[A-Z][A-Z0-9]*_[A-Z0-9_]+(?=[/:@]|$)/;

/**
 * Parses an image reference with the grammar of `distribution/reference`, which Docker, containerd and CRI-O share
 * (https://github.com/distribution/reference), and normalizes Docker's short names. Linear in the text's length.
 */
export function parseImageReference(text: string): ImageReference | ImageReferenceProblem | TemplatedImage {
  if (text === "") return problem("no text", 0, 0);
  if (isTemplated(text) || VARIABLE.test(text) || UPPER_CASE_WHOLE.test(text) || UPPER_CASE_PART.test(text)) {
    return { kind: "templated" };
  }
  const space = /\s+/.exec(text);
  if (space) return problem("whitespace in it", space.index, space.index + space[0].length);
  const scheme = text.indexOf("://");
  if (0 <= scheme) return problem("a URL scheme", 0, scheme + 3);
  const ranges = rangesOf(text);
  return partProblem(text, ranges) ?? normalized(text, ranges);
}

type Ranges = ImageReference["ranges"];

function rangesOf(text: string): Ranges {
  const at = text.indexOf("@");
  const nameEnd = at < 0 ? text.length : at;
  const slash = text.lastIndexOf("/", nameEnd);
  const lastColon = text.lastIndexOf(":", nameEnd);
  const colon = slash < lastColon ? lastColon : -1;
  const pathEnd = colon < 0 ? nameEnd : colon;
  const pathStart = startOfPath(text.slice(0, pathEnd));
  return {
    registry: pathStart === 0 ? undefined : { start: 0, end: pathStart - 1 },
    repository: { start: pathStart, end: pathEnd },
    tag: colon < 0 ? undefined : { start: colon + 1, end: nameEnd },
    digest: at < 0 ? undefined : { start: at + 1, end: text.length },
  };
}

function partProblem(text: string, ranges: Ranges): ImageReferenceProblem | undefined {
  const { registry, repository, tag, digest } = ranges;
  return (
    (registry && registryProblem(text.slice(0, registry.end))) ??
    pathProblem(text, repository.start, repository.end) ??
    (tag && tagProblem(text, tag.start, tag.end)) ??
    (digest && digestProblem(text, digest.start))
  );
}

/** The reference with the defaults of Docker's short names. */
function normalized(text: string, ranges: Ranges): ImageReference | ImageReferenceProblem {
  const written = ranges.registry && text.slice(0, ranges.registry.end);
  const registry = written === undefined || written === "index.docker.io" ? "docker.io" : written;
  const path = text.slice(ranges.repository.start, ranges.repository.end);
  const repository = registry === "docker.io" && !path.includes("/") ? `library/${path}` : path;
  if (MAX_NAME_LENGTH < registry.length + 1 + repository.length) {
    return problem(`a name longer than ${MAX_NAME_LENGTH} characters`, 0, ranges.repository.end);
  }
  if (written === undefined && /^[a-f0-9]{64}$/.test(text)) {
    return problem("an image ID instead of a name", 0, text.length);
  }
  return {
    kind: "image",
    registry,
    registryIsExplicit: written !== undefined,
    repository,
    tag: ranges.tag && text.slice(ranges.tag.start, ranges.tag.end),
    digest: ranges.digest && text.slice(ranges.digest.start),
    ranges,
  };
}

/** Whether it is a bare name such as `web`: on Docker Hub, only official images have such names. */
export function isShortName({ registry, repository, registryIsExplicit }: ImageReference): boolean {
  return !registryIsExplicit && registry === "docker.io" && repository.startsWith("library/");
}

/** The first part is a registry only if it could not be a path on Docker Hub. */
function startOfPath(name: string): number {
  const slash = name.indexOf("/");
  if (slash < 0) return 0;
  const first = name.slice(0, slash);
  return first === "localhost" || /[.:]/.test(first) ? slash + 1 : 0;
}

function registryProblem(registry: string): ImageReferenceProblem | undefined {
  const port = /:([^:\]]*)$/.exec(registry);
  const host = port ? registry.slice(0, port.index) : registry;
  if (port && !/^[0-9]+$/.test(port[1] ?? "")) {
    return problem("a registry port that is not a number", port.index + 1, registry.length);
  }
  if (!IPV6.test(host) && !host.split(".").every((label) => DOMAIN.test(label))) {
    return problem("an invalid registry host name", 0, host.length);
  }
  return undefined;
}

function pathProblem(text: string, start: number, end: number): ImageReferenceProblem | undefined {
  if (start === end) return problem("no repository", start, end);
  let from = start;
  for (const component of text.slice(start, end).split("/")) {
    const to = from + component.length;
    if (component === "") return problem(slashProblem(from, end), from, to);
    if (!COMPONENT.test(component)) return componentProblem(component, from, to);
    from = to + 1;
  }
  return undefined;
}

/** Why a component of a repository that ends at `end` is empty. */
function slashProblem(from: number, end: number): string {
  if (from === 0) return "a slash at the start";
  return from === end ? "a slash at the end of the repository" : "two slashes in a row";
}

function componentProblem(component: string, from: number, to: number): ImageReferenceProblem {
  const colon = component.indexOf(":");
  if (0 <= colon) return problem("more than one tag", from + colon, to);
  if (/[A-Z]/.test(component)) return problem("uppercase letters in the repository", from, to);
  const character = /[^a-z0-9._-]/u.exec(component);
  if (character) {
    const at = from + character.index;
    return problem(`the character "${character[0]}" in the repository`, at, at + character[0].length);
  }
  const edge = /^[._-]/.test(component) || /[._-]$/.test(component);
  return problem(
    edge
      ? "a path component that starts or ends with a separator"
      : "consecutive separators in the repository",
    from,
    to,
  );
}

function tagProblem(text: string, start: number, end: number): ImageReferenceProblem | undefined {
  const tag = text.slice(start, end);
  if (tag === "") return problem("an empty tag", start, end);
  if (MAX_TAG_LENGTH < tag.length)
    return problem(`a tag longer than ${MAX_TAG_LENGTH} characters`, start, end);
  const character = /^[.-]|[^\w.-]/u.exec(tag);
  if (!character) return undefined;
  const at = start + character.index;
  const place = character.index === 0 ? "at the start of the tag" : "in the tag";
  return problem(`the character "${character[0]}" ${place}`, at, at + character[0].length);
}

function digestProblem(text: string, start: number): ImageReferenceProblem | undefined {
  const end = text.length;
  const digest = text.slice(start);
  if (digest === "") return problem("an empty digest", start, end);
  const colon = digest.indexOf(":");
  if (colon < 0) return problem("a digest without an algorithm", start, end);
  const length = Object.hasOwn(DIGEST_HEX_LENGTH, digest.slice(0, colon))
    ? DIGEST_HEX_LENGTH[digest.slice(0, colon)]
    : undefined;
  if (length === undefined) return problem("an unknown digest algorithm", start, start + colon);
  const hex = digest.slice(colon + 1);
  if (!/^[a-f0-9]*$/.test(hex)) {
    return problem("a digest with characters other than 0-9 and a-f", start + colon + 1, end);
  }
  if (hex.length !== length) {
    return problem(`a digest with ${hex.length} digits instead of ${length}`, start + colon + 1, end);
  }
  return undefined;
}

function problem(reason: string, start: number, end: number): ImageReferenceProblem {
  return { kind: "problem", reason, range: { start, end } };
}
