import { once } from "./once.ts";
import type { Resource } from "./resource.ts";

/**
 * Whether a resource was read from a cluster and kept unchanged, as in a backup or a bug report: the API server sets
 * both fields, and rejects a new object that has the second.
 */
export function isDump(resource: Resource): boolean {
  return once(resource, readIsDump);
}

function readIsDump({ root }: Resource): boolean {
  const metadata = root.at("metadata");
  return [metadata?.at("uid"), metadata?.at("resourceVersion")].every((field) => (field?.value ?? "") !== "");
}
