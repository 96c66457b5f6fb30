import { imageText } from "./image-text.ts";
import { type ImageReference, parseImageReference } from "./reference.ts";
import { registryMatches } from "./registries.ts";

/**
 * The reference that pulls an image through the user's mirror; undefined if no entry covers it, if it already comes
 * from one of the mirrors, or if the entry does not produce a valid image.
 *
 * A key is a host or a host and the beginning of a path, as in `registryMatches`; the one with the longest path wins,
 * then the one with the most letters besides `*`. Its value replaces the part that the key covers. Tag and digest stay.
 *
 * `nginx` becomes `<mirror>/library/nginx`: that is its name on Docker Hub, which a proxy can pass on unchanged, while
 * `<mirror>/nginx` works only with proxies that add `library/`. ECR's pull-through cache requires it:
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-working.html
 *
 * @param mirrors `{ "docker.io": "registry.corp.example/dockerhub", "quay.io/acme": "registry.corp.example/acme" }`
 */
export function mirrored(
  reference: ImageReference,
  mirrors: Readonly<Record<string, string>>,
): string | undefined {
  const { registry, repository, tag, digest } = reference;
  const full = `${registry}/${repository}/`.toLowerCase();
  const entries = Object.entries(mirrors).map(([key, value]) => [trimmed(key), trimmed(value)] as const);
  if (entries.some(([, mirror]) => mirror !== "" && full.startsWith(`${mirror.toLowerCase()}/`)))
    return undefined;
  const [best] = entries
    .filter(([key]) => registryMatches(key, registry, repository))
    .sort(([a], [b]) => depth(b) - depth(a) || letters(b) - letters(a));
  if (best === undefined) return undefined;
  const [key, mirror] = best;
  const rest = repository.split("/").slice(depth(key));
  const [host = "", ...path] = [...mirror.split("/"), ...rest];
  const text = imageText({ registry: host, repository: path.join("/"), tag, digest });
  const parsed = parseImageReference(text);
  return parsed.kind === "image" && parsed.tag === tag && parsed.digest === digest && isHost(host)
    ? text
    : undefined;
}

/** The first entry of a list of allowed or denied registries that covers an image, in the form of `registryMatches`. */
export function registryEntryFor(
  { registry, repository }: ImageReference,
  entries: readonly string[],
): string | undefined {
  return entries.find((entry) => registryMatches(entry, registry, repository));
}

/** Otherwise, the first component would be read as a path on Docker Hub. */
function isHost(text: string): boolean {
  return /[.:]/.test(text) || text === "localhost";
}

/** How many components of the repository the mirror replaces; a `*` at the end matches the part that stays. */
function depth(key: string): number {
  return key.replace(/\/\*$/, "").split("/").length - 1;
}

function letters(key: string): number {
  return key.replaceAll("*", "").length;
}

function trimmed(text: string): string {
  let end = text.length;
  while (text[end - 1] === "/") end--;
  return text.slice(0, end);
}
