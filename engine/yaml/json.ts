import type { YamlProblem } from "./node.ts";

/** Strings to pass over, and what JSON as people write it has that is none. */
const signs =
  /"(?:[^"\\\n]|\\.)*"|(?<comma>,)(?=\s*[}\]])|(?<comment>(?:#|\/\/)[^\n]*)|'(?<single>[^'\n]*)'|(?<=[{,]\s*)(?<key>[A-Za-z_][\w.-]*)(?=\s*:)/g;

/**
 * What makes a text that is meant to be JSON none: commas behind the last value, comments, strings in single quotes and
 * keys in none. Nothing of a text that does not begin as JSON does.
 */
export function jsonProblems(text: string): readonly YamlProblem[] {
  if (!/^[\s\uFEFF]*\{\s*["'\w]/.test(text)) return [];
  return [...text.matchAll(signs)].flatMap(({ 0: found, index: start, groups = {} }) => {
    const { comma, comment, single, key } = groups;
    const end = start + found.length;
    const problem = { code: "syntax", start, end } as const;
    if (comma !== undefined) {
      const remedy = { title: "Remove the comma", edits: [{ start, end, text: "" }] };
      return [{ ...problem, message: "JSON allows no comma after the last value", remedy }];
    }
    if (comment !== undefined) return [{ ...problem, message: "JSON has no comments" }];
    const word = single ?? key;
    if (word === undefined) return [];
    const message = single === undefined ? "JSON has its keys in double quotes" : "JSON has no single quotes";
    const remedy = { title: "Use double quotes", edits: [{ start, end, text: JSON.stringify(word) }] };
    return [{ ...problem, message, remedy }];
  });
}
