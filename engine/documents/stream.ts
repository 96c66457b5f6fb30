/** The text of one document inside a stream. */
export interface DocumentSlice {
  /** Offset of the slice in the stream. */
  readonly start: number;
  /** The slice's text, with its `---` line and everything up to the next one. */
  readonly text: string;
  /** The number of documents in it, if it is the unread rest of a stream with too many. */
  readonly unread?: number;
}

/** A document takes a few kilobytes of memory, however short it is, and no handwritten file has so many. */
const maxDocuments = 20_000;

/**
 * Splits a stream into its documents without parsing it. Beyond the limit, the rest is one slice.
 *
 * `---` or `...` at column 0 always ends a document, even inside a block scalar or an unclosed quote (YAML
 * 1.2.2, 9.1.4); only `%` directives belong to the document that follows them.
 */
export function splitStream(text: string, limit = maxDocuments): readonly DocumentSlice[] {
  const slices: DocumentSlice[] = [];
  let start = 0;
  for (const end of documentEnds(text)) {
    if (slices.length === limit) break;
    slices.push({ start, text: text.slice(start, end) });
    start = end;
  }
  if (slices.length === 0) return [{ start, text }];
  const rest = text.slice(start);
  if (rest !== "") slices.push({ start, text: rest, unread: [...documentEnds(rest)].length });
  return slices;
}

const boundary = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)[^\n]*(?:\n|$)/gm;

function* documentEnds(text: string): Generator<number> {
  let start = 0;
  for (const match of text.matchAll(boundary)) {
    const opens = match[0].startsWith("---");
    if (opens && onlyDirectives(text.slice(start, match.index))) continue;
    const end = opens ? match.index : match.index + match[0].length;
    yield* objectEnds(text, start, end);
    if (start < end) yield end;
    start = end;
  }
  yield* objectEnds(text, start, text.length);
  if (start < text.length) yield text.length;
}

/** JSON objects can follow each other without a separator. Yields the end of each one but the last. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a lexer
function* objectEnds(text: string, start: number, end: number): Generator<number> {
  const token = /"(?:[^"\\\n]|\\.)*"|[{}[\]]/y;
  const brackets = /["{}[\]]/g;
  let at = text.slice(start, Math.min(end, start + 1000)).search(/\S/) + start;
  if (text[at] !== "{") return;
  let isBehind = false;
  for (let depth = 0; at < end; ) {
    brackets.lastIndex = at;
    const next = brackets.exec(text)?.index ?? end;
    token.lastIndex = next;
    const found = next < end ? token.exec(text)?.[0] : undefined;
    // Text that is not JSON is one document.
    if (found === undefined || (depth === 0 && (found !== "{" || /\S/.test(text.slice(at, next))))) return;
    if (depth === 0 && isBehind) yield at;
    isBehind = true;
    at = next + found.length;
    if (found === "{" || found === "[") depth++;
    else if (found === "}" || found === "]") depth--;
  }
}

function onlyDirectives(text: string): boolean {
  return text.includes("%") && /^(?:\uFEFF?%[^\n]*\n|[ \t]*(?:#[^\n]*)?\r?\n)+$/.test(text);
}
