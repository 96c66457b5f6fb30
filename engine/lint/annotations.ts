import type { Resource } from "../kubernetes/resource.ts";
import { asWorkload } from "../kubernetes/resource.ts";
import type { Entry } from "../kubernetes/value.ts";

/** The annotations of a resource and of its pod template, where they are common as well. */
export function annotationsOf(resource: Resource): readonly Entry[] {
  const ownEntries = resource.root.at("metadata", "annotations")?.entries() ?? [];
  const template = asWorkload(resource)?.template;
  // A Pod has no separate template.
  const isOther = template !== undefined && template.path.length > resource.root.path.length;
  return isOther ? [...ownEntries, ...(template.at("metadata", "annotations")?.entries() ?? [])] : ownEntries;
}
