import { parseImageReference } from "../images/reference.ts";
import { isPlainMap, type Plain, plainOf } from "../kubernetes/plain.ts";
import type { Workload } from "../kubernetes/resource.ts";
import { hashOf } from "../text/hash.ts";

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
