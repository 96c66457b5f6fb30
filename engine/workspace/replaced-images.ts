import type { Document } from "../documents/document.ts";
import { Value } from "../kubernetes/value.ts";

/**
 * The images that the Skaffold configurations among the documents build, in a profile or always, by the name that
 * manifests give them. Skaffold puts name and tag of what it built in their place.
 * Source: https://skaffold.dev/docs/references/yaml/
 */
export function builtImages(documents: readonly Document[]): readonly string[] {
  return documents.flatMap(({ tree, objects }) =>
    objects
      .filter(({ apiVersion }) => apiVersion.startsWith("skaffold/"))
      .map(({ node, path }) => new Value(tree, node, path))
      .flatMap((config) => [config, ...(config.at("profiles")?.items() ?? [])])
      .flatMap((config) => config.at("build", "artifacts")?.items() ?? [])
      .flatMap((artifact) => artifact.at("image")?.string ?? []),
  );
}

/** An image that a kustomization sets to another. */
export interface TransformedImage {
  /** As manifests write it, without tag and digest. */
  readonly name: string;
  /** Sets more than tag and digest, so the other may come from another registry. */
  readonly renamed: boolean;
}

/**
 * What a kustomization's transformer `images` sets to others.
 * Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/
 */
export function transformedImages(kustomization: Value): readonly TransformedImage[] {
  return (kustomization.at("images")?.items() ?? []).flatMap((image) => {
    // A tag may read as a number; a part that is empty sets nothing.
    const sets = (part: string) => (image.at(part)?.value ?? "") !== "";
    const name = image.at("name")?.string;
    const renamed = sets("newName");
    return name !== undefined && (renamed || ["newTag", "tagSuffix", "digest"].some(sets))
      ? [{ name, renamed }]
      : [];
  });
}
