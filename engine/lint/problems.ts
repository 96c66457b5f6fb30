import type { Document } from "../documents/document.ts";
import type { Remedy, YamlProblemCode } from "../yaml/node.ts";
import type { Hit, TextRange } from "./rule.ts";

/** The problems of some codes that reading a document's text has shown, as hits. */
export function* problemsOf(
  document: Document,
  ...codes: readonly YamlProblemCode[]
): Generator<Hit<{ readonly message: string; readonly remedy: Remedy | undefined }, TextRange>> {
  for (const { code, start, end, message, remedy } of document.problems) {
    if (codes.includes(code)) yield { at: { start, end }, data: { message, remedy } };
  }
}
