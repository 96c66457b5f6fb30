import { lineEnd, lineStart } from "./trivia.ts";

/** How many lines above a failure to search for the opening quote. */
const reach = 200;

/** Longer strings are left to the parser, because a regular expression over them would exhaust its stack. */
const longest = 50_000;

/**
 * A text of the same length and meaning, for a quoted scalar whose continuation lines are indented no deeper than its
 * key; `undefined` if the failure is a different one.
 *
 * The specification forbids that, and strict parsers reject it, but libyaml and go-yaml accept it, and kubectl itself
 * prints long messages that way. The line breaks inside the quotes become spaces, as folding makes them.
 */
export function joinQuotedLines(text: string, offset: number): string | undefined {
  let start = lineStart(text, offset);
  for (let line = 0; line < reach; line++) {
    const opening = openedQuote(text.slice(start, lineEnd(text, start)));
    if (opening !== undefined) {
      const from = start + opening;
      const closed = text[from] === '"' ? /^"(?:\\[\s\S]|[^"\\])*"/ : /^'(?:''|[^'])*'(?!')/;
      const whole = closed.exec(text.slice(from, from + longest))?.[0];
      // An unclosed quote is paired with the next string's quote, and that string then continues after it.
      if (whole === undefined || from + whole.length < offset) return undefined;
      if (
        !/^[ \t]*(?:#[^\n]*)?\r?(?:\n|$)/.test(text.slice(from + whole.length)) ||
        /\n[ \t]*(?:- )?[\w./-]+:[ \n]/.test(whole)
      )
        return undefined;
      return text.slice(0, from) + whole.replace(/[\r\n]/g, " ") + text.slice(from + whole.length);
    }
    if (start === 0) return undefined;
    start = lineStart(text, start - 1);
  }
  return undefined;
}

/** The position of a value's opening quote that is not closed on its line. */
function openedQuote(line: string): number | undefined {
  const match = /^[ ]*(?:- +)*(?:[^\s"'#][^"'#]*?: +|"[^"]*": +)?(["'])/.exec(line);
  if (!match) return undefined;
  const at = match[0].length - 1;
  const closed = match[1] === '"' ? /^"(?:\\.|[^"\\])*"/ : /^'(?:''|[^'])*'(?!')/;
  return closed.test(line.slice(at)) ? undefined : at;
}

/** Quoted strings of one line. */
export const quoted = /"(?:\\.|[^"\\])*"|'(?:''|[^'])*'/g;

/** Whether the line of an offset begins with a closing bracket or a tab, which only brackets allow. */
export function closesBracket(text: string, offset: number): boolean {
  return /^(?: *\t|[ \t]*[\]}])/.test(text.slice(lineStart(text, offset), lineEnd(text, offset)));
}

/**
 * A text of the same length in which the line of an offset continues the line above, without the comment of
 * that line.
 *
 * Inside brackets, the specification requires each line to be indented more than the key. go-yaml does not,
 * and most people put a closing bracket right below its key.
 */
export function joinLine(text: string, offset: number): string {
  const start = lineStart(text, offset);
  if (start === 0) return text;
  const above = lineStart(text, start - 1);
  const end = lineEnd(text, above);
  const plain = text.slice(above, end).replace(quoted, (token) => "x".repeat(token.length));
  const comment = /(?:^|\s)#/.exec(plain);
  const from = comment ? above + comment.index : end;
  return text.slice(0, from) + " ".repeat(offset - from) + text.slice(offset);
}
