import { splitTag } from "../engine/images/tags.ts";

/**
 * How many numbers of a version name the line that is maintained as one, by major version: PostgreSQL kept 9.5 and
 * 9.6 side by side, so 2 numbers of 9 (`9:2`), but never two of 16 (1, which is left out). Two versions that one
 * flavor listed at the same time are two lines, unless they differ in the last number only: then one build merely
 * lagged behind. What happened in fewer than four snapshots was such a lag too.
 *
 * @param snapshots the tags listed at each moment of the image's history
 * @returns `5 8 26:3`; a major without a colon has 2
 */
export function lineDepths(snapshots: Iterable<readonly string[]>): string {
  const counts = new Map<string, Map<number, number>>();
  for (const tags of snapshots) {
    for (const versions of versionsByFlavor(tags).values()) countPairs(versions, counts);
  }
  return [...counts]
    .map(([major, depths]) => ({ major, depth: usual(depths) }))
    .filter(({ depth }) => 1 < depth)
    .sort((a, b) => Number(a.major) - Number(b.major))
    .map(({ major, depth }) => (depth === 2 ? major : `${major}:${depth}`))
    .join(" ");
}

function versionsByFlavor(tags: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const tag of tags) {
    const { version, flavor } = splitTag(tag);
    // Dates and pre-releases are no lines.
    if (!/^v?\d{1,7}(?:[._]\d+)*$/.test(version)) continue;
    const versions = found.get(flavor) ?? new Set<string>();
    found.set(flavor, versions.add(version.replace(/^v/, "")));
  }
  return found;
}

function countPairs(versions: ReadonlySet<string>, counts: Map<string, Map<number, number>>): void {
  const full = [...versions]
    .filter((version) => ![...versions].some((other) => other.startsWith(`${version}.`)))
    .map((version) => version.split(/[._]/));
  for (const [index, a] of full.entries()) {
    for (const b of full.slice(index + 1)) {
      const shared = a.findIndex((part, at) => part !== b[at]);
      const depth = shared + 1;
      if (shared < 1 || ![a, b].every((parts) => isLine(parts, depth, versions))) continue;
      const depths = counts.get(a[0] ?? "") ?? new Map<number, number>();
      counts.set(a[0] ?? "", depths.set(depth, (depths.get(depth) ?? 0) + 1));
    }
  }
}

/** The full version is no line, but where nothing shorter is listed (`ubuntu:24.04`). */
function isLine(parts: readonly string[], depth: number, versions: ReadonlySet<string>): boolean {
  return depth < parts.length || (depth === parts.length && !versions.has(parts.slice(0, -1).join(".")));
}

function usual(depths: ReadonlyMap<number, number>): number {
  const [most] = [...depths].filter(([, count]) => 4 <= count).sort(([, a], [, b]) => b - a);
  return most?.[0] ?? 1;
}
