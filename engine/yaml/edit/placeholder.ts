/** Values that the user must review, marked inside the text of an edit until it is applied. */

const openText = "\uE000";
const openNumber = "\uE003";
const close = "\uE001";
const or = "\uE002";

/**
 * A value that the user must review: written as is, or as a tab stop with alternatives if the client supports it. A
 * number is written without quotes in every style.
 */
export function placeholder(value: string | number, others: readonly string[] = []): string {
  const open = typeof value === "number" ? openNumber : openText;
  return `${open}${[value, ...others].join(or)}${close}`;
}

/** Whether a whole text is a placeholder for a number. */
export function isNumberPlaceholder(text: string): boolean {
  return /^\uE003[^\uE001]*\uE001$/.test(text);
}

/** The text without placeholder marks. */
export function plainText(text: string): string {
  return text.replace(/\uE002[^\uE001]*/g, "").replace(/[\uE000\uE001\uE003]/g, "");
}

/** The text as an LSP snippet, or `undefined` if it has no placeholder. */
export function snippetText(text: string): string | undefined {
  if (!text.includes(close)) return undefined;
  let stop = 0;
  return text.replace(/[\uE000\uE003]([^\uE001]*)\uE001|[\\$}]/g, (found, inside?: string) =>
    inside === undefined ? `\\${found}` : tabStop(++stop, inside.split(or)),
  );
}

/** Grammar: https://code.visualstudio.com/docs/editing/userdefinedsnippets#_grammar */
function tabStop(number: number, choices: readonly string[]): string {
  if (choices.length === 1) return `\${${number}:${choices.join().replace(/[\\$}]/g, "\\$&")}}`;
  return `\${${number}|${choices.map((choice) => choice.replace(/[\\,|]/g, "\\$&")).join()}|}`;
}
