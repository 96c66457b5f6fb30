import { parseImageReference } from "../images/reference.ts";
import { isPlainMap, type Plain, plainOf } from "../kubernetes/plain.ts";
import type { Workload } from "../kubernetes/resource.ts";

/**
 * A number that pods have in common if they differ only in tags and digests of their images, in whatever order and
 * style they are written; `undefined` for a pod that is too large.
 */
export function podShape({ pod }: Workload): number | undefined {
  const plain = plainOf(pod);
  return plain === undefined ? undefined : hashOf(JSON.stringify(withoutVersions(plain, "")));
}

function withoutVersions(value: Plain, key: string): Plain {
  if (Array.isArray(value)) return value.map((item) => withoutVersions(item, ""));
  if (isPlainMap(value)) {
    const names = Object.keys(value).sort();
    return Object.fromEntries(names.map((name) => [name, withoutVersions(value[name]!, name)]));
  }
  if (key !== "image" || typeof value !== "string") return value;
  const parsed = parseImageReference(value);
  return parsed?.kind === "image" ? value.slice(0, parsed.ranges.repository.end) : value;
}

/** FNV-1a: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
