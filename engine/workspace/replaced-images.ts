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

/**
 * The names of the images that a kustomization's transformer `images` sets to others.
 * Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/
 */
export function transformedImages(kustomization: Value): readonly string[] {
  return (kustomization.at("images")?.items() ?? []).flatMap((image) => {
    const parts = ["newName", "newTag", "tagSuffix", "digest"].map((part) => image.at(part)?.value);
    const name = image.at("name")?.string;
    return name !== undefined && parts.some((part) => part !== undefined && part !== null && part !== "")
      ? [name]
      : [];
  });
}
