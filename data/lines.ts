import { splitTag } from "../engine/images/tags.ts";

/**
 * How many components of a version identify a release line that is maintained as a unit, by major version: PostgreSQL
 * maintained 9.5 and 9.6 in parallel, so 2 components of 9 (`9:2`), but only one line of 16 (1, which is omitted). Two
 * versions that one flavor listed at the same time are two lines, unless they differ only in the last component: then
 * one build merely lagged behind. Overlaps in fewer than four snapshots are such a lag, too.
 *
 * @param snapshots the listed tags at each moment of the image's history
 * @returns `5 8 26:3`; a major version without a colon has 2
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
  const result = new Map<string, Set<string>>();
  for (const tag of tags) {
    const { version, flavor } = splitTag(tag);
    // Dates and pre-releases are not lines.
    if (!/^v?\d{1,7}(?:[._]\d+)*$/.test(version)) continue;
    const versions = result.get(flavor) ?? new Set<string>();
    result.set(flavor, versions.add(version.replace(/^v/, "")));
  }
  return result;
}

function countPairs(versions: ReadonlySet<string>, counts: Map<string, Map<number, number>>): void {
  const full = [...versions]
    .filter((version) => ![...versions].some((longer) => longer.startsWith(`${version}.`)))
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

/** A full version is a line only if nothing shorter is listed (`ubuntu:24.04`). */
function isLine(parts: readonly string[], depth: number, versions: ReadonlySet<string>): boolean {
  return depth < parts.length || (depth === parts.length && !versions.has(parts.slice(0, -1).join(".")));
}

function usual(depths: ReadonlyMap<number, number>): number {
  const [most] = [...depths].filter(([, count]) => 4 <= count).sort(([, a], [, b]) => b - a);
  return most?.[0] ?? 1;
}
