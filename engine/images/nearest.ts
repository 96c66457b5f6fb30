import { distance } from "fastest-levenshtein";

/** No more tags than these are compared: registries have tens of thousands, most of them of builds. */
const mostCompared = 5000;

/**
 * The tags most similar to one that does not exist, at most three, best first: those that differ in few letters, and
 * then those that share a longer prefix. Empty if no tag is similar.
 */
export function nearestOf(tag: string, tags: readonly string[]): readonly string[] {
  if (maxLength < tag.length) return [];
  const reach = Math.max(1, Math.min(4, Math.floor(tag.length / 3)));
  return tags
    .slice(0, mostCompared)
    .filter((candidate) => Math.abs(candidate.length - tag.length) <= reach)
    .map((candidate) => ({ candidate, far: distance(tag, candidate), shared: sharedLength(tag, candidate) }))
    .filter(({ far }) => far <= reach)
    .sort((a, b) => a.far - b.far || b.shared - a.shared || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** The maximum length of a tag. Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md */
const maxLength = 128;

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
