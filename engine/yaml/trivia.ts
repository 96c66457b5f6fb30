/** Small scans over the text between tokens: white space, comments and line ends. */

/** The offset of the first character at or after `at` that is neither white space nor in a comment. */
export function skipTrivia(text: string, at: number): number {
  let offset = at;
  while (offset < text.length) {
    const code = text.charCodeAt(offset);
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) offset++;
    else if (code === 0x23 && startsComment(text, offset)) offset = lineEnd(text, offset);
    else break;
  }
  return offset;
}

/** A `#` begins a comment at the start of a line or after white space; elsewhere it belongs to a token. */
function startsComment(text: string, at: number): boolean {
  return at === 0 || /[\s,[\]{}]/.test(text[at - 1]!);
}

/** The offset of the line break that ends the line of `at`, or the text's length. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  if (newline === -1) return text.length;
  return newline > at && text[newline - 1] === "\r" ? newline - 1 : newline;
}

/** The offset where the line of `at` begins; a byte-order mark is not part of the first line. */
export function lineStart(text: string, at: number): number {
  const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
  return start === 0 && 0 < at && text.charCodeAt(0) === 0xfeff ? 1 : start;
}

/** The offset where the line after the one of `at` begins, or the text's length. */
export function nextLine(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline === -1 ? text.length : newline + 1;
}

/** How many characters there are between the start of the line and `at`. */
export function column(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** The line break that the text uses; `\n` if it has none. */
export function lineBreak(text: string): string {
  const newline = text.indexOf("\n");
  return newline > 0 && text[newline - 1] === "\r" ? "\r\n" : "\n";
}
