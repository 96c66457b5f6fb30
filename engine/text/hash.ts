/** The offset basis of FNV-1a: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv */
const offsetBasis = 0x811c9dc5;

/**
 * A 32-bit hash of a text (FNV-1a over UTF-16 code units).
 *
 * @param basis a different one gives an independent hash of the same text
 */
export function hashOf(text: string, basis = offsetBasis): number {
  let hash = basis;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
