import type { Value } from "./value.ts";

/**
 * The values of a kustomization that Kustomize reads as strings and that people write as numbers.
 * Source: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export function kustomizationStrings(root: Value): readonly Value[] {
  const listed = (key: string) => root.at(key)?.items() ?? [];
  const options = [
    root.at("generatorOptions"),
    ...[...listed("configMapGenerator"), ...listed("secretGenerator")].map((each) => each.at("options")),
  ];
  const maps = [
    root.at("commonLabels"),
    root.at("commonAnnotations"),
    ...listed("labels").map((label) => label.at("pairs")),
    ...options.flatMap((option) => [option?.at("labels"), option?.at("annotations")]),
  ];
  return [
    ...["namespace", "namePrefix", "nameSuffix"].flatMap((key) => root.at(key) ?? []),
    ...maps.flatMap((map) => map?.entries().map(({ value }) => value) ?? []),
    ...listed("images").flatMap((image) => ["newTag", "tagSuffix"].flatMap((key) => image.at(key) ?? [])),
  ];
}
