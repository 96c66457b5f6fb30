import type { ResourceFacts } from "./facts.ts";
import { type KustomizationFacts, kustomizationNames } from "./kustomization.ts";

/** An object that a kustomization gets from its files or generates. */
export interface BuiltObject {
  readonly groupKind: string;
  readonly name: string;
}

/**
 * The objects that a kustomization changes, with those of the kustomizations that it includes.
 *
 * @param uri the kustomization's own file
 * @param resourcesIn the resources of a file; `undefined` if not all of them can be read
 * @returns undefined if some objects or their names are unknown
 */
export function builtObjects(
  uri: string,
  kustomizationIn: (uri: string) => KustomizationFacts | undefined,
  resourcesIn: (uri: string) => readonly ResourceFacts[] | undefined,
): readonly BuiltObject[] | undefined {
  const objects: BuiltObject[] = [];
  const seen = new Set<string>();
  const add = (file: string, isTop: boolean): boolean => {
    const facts = kustomizationIn(file);
    if (!facts || (isTop && facts.component)) return false;
    if (seen.has(file)) return true;
    seen.add(file);
    // The patches of the kustomization itself find objects by their names before it changes them.
    if (facts.opens || (!isTop && facts.renames)) return false;
    for (const name of facts.configMaps) objects.push({ groupKind: "/ConfigMap", name });
    for (const name of facts.secrets) objects.push({ groupKind: "/Secret", name });
    return facts.resources.every((path) => {
      const inside = kustomizationNames.find((name) => kustomizationIn(`${path}/${name}`));
      return inside ? add(`${path}/${inside}`, false) : addFile(path);
    });
  };
  const addFile = (file: string): boolean => {
    const resources = resourcesIn(file);
    if (!resources || resources.length === 0) return false;
    for (const { groupKind, name } of resources) {
      if (name === undefined) return false;
      objects.push({ groupKind, name });
    }
    return true;
  };
  // Without resources, another tool adds them before it runs Kustomize.
  const isEmpty = kustomizationIn(uri)?.resources.length === 0;
  return !isEmpty && add(uri, true) ? objects : undefined;
}
