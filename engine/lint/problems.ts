import type { Document } from "../documents/document.ts";
import type { YamlProblemCode } from "../yaml/node.ts";
import type { Hit, TextRange } from "./rule.ts";

/** The problems of some codes that reading a document's text has shown, as hits. */
export function* problemsOf(
  document: Document,
  ...codes: readonly YamlProblemCode[]
): Generator<Hit<{ readonly message: string }, TextRange>> {
  for (const { code, start, end, message } of document.problems) {
    if (codes.includes(code)) yield { at: { start, end }, data: { message } };
  }
}
