import type { YamlProblem } from "./node.ts";

/** Strings, which are skipped, and common mistakes that make a text invalid JSON. */
const signs =
  /"(?:[^"\\\n]|\\.)*"|(?<comma>,)(?=\s*[}\]])|(?<comment>(?:#|\/\/)[^\n]*)|'(?<single>[^'\n]*)'|(?<=[{,]\s*)(?<key>[A-Za-z_][\w.-]*)(?=\s*:)/g;

/**
 * What makes a text that is meant to be JSON invalid: trailing commas, comments, single-quoted strings and unquoted
 * keys. Nothing is reported for a text that does not start like JSON.
 */
export function jsonProblems(text: string): readonly YamlProblem[] {
  if (!/^[\s\uFEFF]*\{\s*["'\w]/.test(text)) return [];
  return [...text.matchAll(signs)].flatMap(({ 0: token, index: start, groups = {} }) => {
    const { comma, comment, single, key } = groups;
    const end = start + token.length;
    const problem = { code: "syntax", start, end } as const;
    if (comma !== undefined) {
      const remedy = { title: "Remove the trailing comma", edits: [{ start, end, text: "" }] };
      return [{ ...problem, message: "JSON does not allow a trailing comma", remedy }];
    }
    if (comment !== undefined) return [{ ...problem, message: "JSON does not allow comments" }];
    const word = single ?? key;
    if (word === undefined) return [];
    const isKey = single === undefined;
    const message = isKey
      ? `JSON requires double quotes around the key "${word}"`
      : "JSON does not allow single quotes";
    const title = isKey ? "Add double quotes" : "Replace the single quotes with double quotes";
    const remedy = { title, edits: [{ start, end, text: JSON.stringify(word) }] };
    return [{ ...problem, message, remedy }];
  });
}
