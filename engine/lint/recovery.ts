import { brokenFrom, type Document } from "../documents/document.ts";
import { Value } from "../kubernetes/value.ts";
import type { RuleHit } from "./run.ts";

/**
 * The hits that do not come from how the parser recovered from a syntax error. What follows the error can be in a
 * different place or of a different type than in the corrected text, and what seems to be missing can be a part of what
 * was left out. So a finding in an object must end before the line that precedes the syntax error, and if its severity
 * is error, so must the mapping or list around it.
 */
export function hitsOutsideRecovery(hits: readonly RuleHit[], document: Document): readonly RuleHit[] {
  const first = brokenFrom(document);
  if (first === undefined) return hits;
  const line = document.text.lastIndexOf("\n", first - 1);
  const before = line <= 0 ? 0 : document.text.lastIndexOf("\n", line - 1) + 1;
  return hits.filter(({ active, hit, end }) => {
    if (active.rule.on.of !== "resource") return true;
    // Advice needs only the token, because its fixes are not offered in broken text.
    if (active.rule.severity !== "error") return end <= before;
    const around = hit.at instanceof Value ? hit.at.parent?.node : undefined;
    return Math.max(around?.end ?? Number.POSITIVE_INFINITY, end) <= before;
  });
}
