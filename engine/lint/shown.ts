import type { Document } from "../documents/document.ts";
import { confidentialTexts, redacted, redactedQuotes } from "../kubernetes/confidential.ts";
import { Value } from "../kubernetes/value.ts";
import type { RuleHit } from "./run.ts";

/** A sentence about a hit, such as its message or the title of a fix, without confidential values. */
export function shown(sentence: string, { hit, resource }: RuleHit, document: Document): string {
  const at = hit.at instanceof Value ? hit.at : undefined;
  const quoted = resource ? sentence : redactedQuotes(sentence, document);
  return redacted(quoted, confidentialTexts(resource, at));
}
