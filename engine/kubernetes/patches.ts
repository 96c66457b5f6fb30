import { podPath } from "./kinds.ts";
import { asWorkload, type Resource } from "./resource.ts";

/** Whether a resource would run pods, but says too little of them to be a whole object: it may be a part of another. */
export function mayBePatch(resource: Resource): boolean {
  return podPath(resource.apiVersion, resource.kind) !== undefined && asWorkload(resource) === undefined;
}

/**
 * Whether a file is a patch by its name, or by that of its folder, and by what is in it: workloads of which no container
 * has an image. Such a file says a part of another object, whoever applies it; what it leaves out is said there.
 */
export function isCalledPatch({ uri, entries }: PatchCandidate): boolean {
  if (!/(?:^|[-_./])patch(?:es)?[-_./]/i.test(uri.slice(uri.lastIndexOf("/", uri.lastIndexOf("/") - 1) + 1)))
    return false;
  const resources = entries.flatMap(({ entry }) => entry.resources);
  const workloads = resources.filter(({ apiVersion, kind }) => podPath(apiVersion, kind) !== undefined);
  return workloads.length > 0 && !workloads.some(hasImage);
}

/** A file, as far as it matters for that. */
interface PatchCandidate {
  readonly uri: string;
  readonly entries: readonly { readonly entry: { readonly resources: readonly Resource[] } }[];
}

/** Whether any container of a resource has an image. */
function hasImage({ apiVersion, kind, root }: Resource): boolean {
  const path = podPath(apiVersion, kind);
  const containers = path && root.at(...path, "spec", "containers")?.items();
  return containers?.some((container) => container.at("image") !== undefined) ?? false;
}
