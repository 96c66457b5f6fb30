import { readDockerfile } from "../dockerfile/read.ts";
import { hasNamedUser, isBuiltNonRoot } from "../dockerfile/user.ts";
import { isDockerfile } from "../documents/dockerfile-name.ts";
import { type Document, readAnyDocument } from "../documents/document.ts";
import { officialImageOf } from "../images/catalog.ts";
import { parseImageReference } from "../images/reference.ts";
import { Value } from "../kubernetes/value.ts";
import { percentDecoded } from "../text/percent.ts";
import { fileNameOf, folderOf } from "../text/uri.ts";

/** `compose.yaml`, `docker-compose.override.yml`. */
const COMPOSE = /^(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/;

/** The images that a file of the workspace builds, by the name in manifests, without tag and digest. */
export function builtImages(documents: readonly Document[], uri: string): readonly string[] {
  if (isDockerfile(uri)) {
    const text = documents[0]?.text ?? "";
    return [...builtIn(uri, text), ...usersOf(uri, text)];
  }
  // Only documents with objects have been read already.
  if (COMPOSE.test(fileNameOf(uri)))
    return documents.flatMap(({ text }) => builtByCompose(readAnyDocument(text)));
  return documents.flatMap(builtBySkaffold);
}

/**
 * A Dockerfile has no image name, but an image is often called like the folder that it is built from: `web/Dockerfile`
 * builds `web`, and perhaps `acme/web` for the Dockerfiles next to it, unless it only modifies a third-party
 * `acme/web`.
 */
function builtIn(uri: string, text: string): readonly string[] {
  const folder = percentDecoded(fileNameOf(folderOf(uri)));
  if (officialImageOf(folder)) return [];
  const bases = [...text.matchAll(/^\uFEFF?[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*([^\s:@]+)/gim)].map(
    ([, base = ""]) => base,
  );
  return bases.some((base) => lastComponent(base) === folder) ? [folder] : [folder, besides(folder)];
}

/**
 * Markers of the user of a Dockerfile's image, for each of its likely names: `web` and `shop-web` for
 * `shop/web/Dockerfile`, `api` and `web-api` for `shop/web/api.Dockerfile`.
 */
function usersOf(uri: string, text: string): readonly string[] {
  const folder = folderOf(uri);
  const name = percentDecoded(fileNameOf(folder));
  const parent = percentDecoded(fileNameOf(folderOf(folder)));
  const [, before = "", behind = ""] =
    /^(?:(.+)\.)?(?:Docker|Container)file(?:[.-](.+))?$/i.exec(percentDecoded(fileNameOf(uri))) ?? [];
  const own = before || behind;
  const dockerfile = readDockerfile(text);
  const marks = [isBuiltNonRoot(dockerfile) ? startingNonRoot : startingAsRoot];
  if (hasNamedUser(dockerfile)) marks.push(startingByName);
  const names = own === "" ? [name, `${parent}-${name}`] : [own, `${name}-${own}`];
  return names.flatMap((one) => marks.map((mark) => mark(one.toLowerCase())));
}

/** A marker among the built images for "this name in any registry, and it starts as a user other than root". */
export function startingNonRoot(name: string): string {
  return `non-root */${name}`;
}

/** A marker like `startingNonRoot`, for images that start as root or whose user is unknown. */
export function startingAsRoot(name: string): string {
  return `root */${name}`;
}

/** A marker like `startingNonRoot`, for images whose user is a name instead of a number. */
export function startingByName(name: string): string {
  return `named user */${name}`;
}

/** A marker among the built images for "this name in any namespace of Docker Hub"; no image has such a name. */
export function besides(name: string): string {
  return `*/${name}`;
}

export function lastComponent(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

/** The local image that a Dockerfile next to it can mean by `acme/base`; undefined for a name with a registry. */
export function localName(image: string): string | undefined {
  const [namespace = "", name, ...rest] = image.split("/");
  return name === undefined || rest.length > 0 || /[.:]|^localhost$/.test(namespace) ? undefined : name;
}

/**
 * The images of a Skaffold configuration, also in profiles. Skaffold replaces them with the name and tag of what it
 * built. Source: https://skaffold.dev/docs/references/yaml/
 */
function builtBySkaffold({ tree, objects }: Document): readonly string[] {
  return objects
    .filter(({ apiVersion }) => apiVersion.startsWith("skaffold/"))
    .map(({ node, path }) => new Value(tree, node, path))
    .flatMap((config) => [config, ...(config.at("profiles")?.items() ?? [])])
    .flatMap((config) => config.at("build", "artifacts")?.items() ?? [])
    .flatMap((artifact) => artifact.at("image")?.string ?? []);
}

/** The images of Compose services that have a build. Source: https://docs.docker.com/reference/compose-file/build/ */
function builtByCompose({ tree }: Document): readonly string[] {
  const services = new Value(tree, tree.root, []).at("services")?.entries() ?? [];
  return services.flatMap(({ value }) => {
    const image = value.at("build") ? value.at("image")?.string : undefined;
    const parsed = image === undefined ? undefined : parseImageReference(image);
    return image !== undefined && parsed?.kind === "image"
      ? [image.slice(0, parsed.ranges.repository.end)]
      : [];
  });
}

/** An image that a kustomization replaces. */
export interface TransformedImage {
  /** As in manifests, without tag and digest. */
  readonly name: string;
  /** It changes more than tag and digest, so the new image can come from another registry. */
  readonly renamed: boolean;
}

/**
 * The images that a kustomization's `images` transformer replaces. Source:
 * https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/
 */
export function transformedImages(kustomization: Value): readonly TransformedImage[] {
  return (kustomization.at("images")?.items() ?? []).flatMap((image) => {
    // A tag can look like a number; an empty part sets nothing.
    const sets = (part: string) => (image.at(part)?.value ?? "") !== "";
    const name = image.at("name")?.string;
    const renamed = sets("newName");
    return name !== undefined && (renamed || ["newTag", "tagSuffix", "digest"].some(sets))
      ? [{ name, renamed }]
      : [];
  });
}
