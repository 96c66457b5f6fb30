import { type Document, isBroken } from "../documents/document.ts";
import type { Remedy, YamlProblemCode } from "../yaml/node.ts";
import { type Twins, twinsOf } from "../yaml/twins.ts";
import type { Hit, TextRange } from "./rule.ts";

/** The problems with certain codes in a document's text, as hits. */
export function* problemsOf(
  document: Document,
  ...codes: readonly YamlProblemCode[]
): Generator<Hit<{ readonly message: string; readonly remedy: Remedy | undefined }, TextRange>> {
  for (const { code, start, end, message, remedy } of document.problems) {
    if (codes.includes(code)) yield { at: { start, end }, data: { message, remedy } };
  }
}

/** The keys that certainly occur twice in a document. */
export function twinsIn(document: Document): readonly Twins[] {
  const problems = document.problems.filter(({ code }) => code === "duplicate-key");
  if (problems.length === 0) return [];
  const certain = new Set(problems.map(({ start }) => start));
  const twins = twinsOf(document.tree).filter(({ second }) => certain.has(second.key.start));
  // The values might include text that was blanked out.
  return isBroken(document) ? twins.map((twin) => ({ ...twin, equal: false, empty: undefined })) : twins;
}
