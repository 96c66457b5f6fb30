import type { YamlProblem } from "./node.ts";

/** What follows the last value of an object or list in JSON as people write it. */
const trailing = /"(?:[^"\\\n]|\\.)*"|(,)(?=\s*[}\]])|(#|\/\/)[^\n]*/g;

/**
 * What makes a text that is meant to be JSON none: commas behind the last value, and comments. Nothing of a text
 * that does not begin as JSON does.
 */
export function jsonProblems(text: string): readonly YamlProblem[] {
  if (!/^[\s\uFEFF]*\{\s*"/.test(text)) return [];
  return [...text.matchAll(trailing)].flatMap(({ 0: found, 1: comma, 2: comment, index: start }) => {
    const end = start + found.length;
    if (comma !== undefined) {
      const remedy = { title: "Remove the comma", edits: [{ start, end, text: "" }] };
      return [{ code: "syntax", start, end, message: "JSON allows no comma after the last value", remedy }];
    }
    if (comment === undefined) return [];
    return [{ code: "syntax", start, end, message: "JSON has no comments" }];
  });
}
