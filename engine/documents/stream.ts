/** The text of one document inside a stream. */
export interface DocumentSlice {
  /** Offset of the slice in the stream. */
  readonly start: number;
  /** The slice's text, with its `---` line and everything up to the next one. */
  readonly text: string;
}

/**
 * Splits a stream into its documents without parsing it.
 *
 * `---` or `...` at column 0 ends a document always, even inside a block scalar or an unclosed quote
 * (YAML 1.2.2, 9.1.4); only `%` directives belong to the document that follows them.
 */
export function splitStream(text: string): readonly DocumentSlice[] {
  const slices: DocumentSlice[] = [];
  let start = 0;
  const push = (end: number) => {
    if (start < end) slices.push({ start, text: text.slice(start, end) });
    start = end;
  };
  for (const match of text.matchAll(/^(?:---|\.\.\.)(?=[ \t\r\n]|$)[^\n]*(?:\n|$)/gm)) {
    if (match[0].startsWith("...")) push(match.index + match[0].length);
    else if (!onlyDirectives(text.slice(start, match.index))) push(match.index);
  }
  push(text.length);
  return slices.length > 0 ? slices : [{ start: 0, text: "" }];
}

function onlyDirectives(text: string): boolean {
  return text.includes("%") && /^(?:\uFEFF?%[^\n]*\n|[ \t]*(?:#[^\n]*)?\r?\n)+$/.test(text);
}
