import { explainLine, explainSurplusBracket } from "./explain.ts";
import type { Failure } from "./failure.ts";
import { closesBracket, joinLine, quoted } from "./lenient.ts";
import { isWritten, type Line, lessIndented, lineAbove, lineAt, lineOf } from "./line.ts";
import type { YamlProblem } from "./node.ts";
import { overhangOf } from "./overhang.ts";
import { indentedSeparator } from "./separator.ts";
import { strayDashOf } from "./stray-dash.ts";
import { lineEnd, nextLine } from "./trivia.ts";

/** Text that might be what stops the parser. */
export interface Suspect {
  /** How much of the object is lost if the suspect is blanked out. */
  readonly cost: number;
  /** The text without the suspect, of the same length. */
  readonly apply: (text: string) => string;
  /** The problem if this is the culprit; `undefined` if the API server's parser accepts the text. */
  readonly problem: YamlProblem | undefined;
  /** No other suspects need to be tried. */
  readonly certain?: boolean;
}

/** What might have stopped the parser, the likeliest first. */
export function suspects(text: string, failure: Failure): readonly Suspect[] {
  const line = lineOf(text, failure.offset);
  const above = lineAbove(text, line);
  const near = above ? [line, above] : [line];
  const higher = above && above.indent < line.indent ? lineAbove(text, above) : undefined;
  const unindented = lessIndented(text, line);
  return [
    ...separators(text, failure),
    ...surplusBracket(text),
    ...near.flatMap((one) => conflict(text, one)),
    ...near.flatMap((one) => overhang(text, one)),
    ...strayDash(text, failure, line),
    ...unfolded(text, failure, line),
    ...near.flatMap((one) => spacing(text, one)),
    ...quotes(text, failure.offset),
    ...near.map((one) => blankLine(text, one, failure)),
    ...brackets(text, failure.offset),
    ...near.flatMap((one) => values(text, one, failure)),
    ...near.flatMap((one) => blankBlock(text, one, failure)),
    ...near.flatMap((one) => keyless(text, one, failure)),
    ...(higher ? [blankLine(text, higher, failure), ...blankBlock(text, higher, failure)] : []),
    ...(unindented ? [blankUpTo(text, unindented, line.start, failure)] : []),
  ];
}

function blank(from: number, to: number): (text: string) => string {
  return (text) => {
    const gap = text.slice(from, to);
    return text.slice(0, from) + gap.replace(/[^\r\n]/g, " ") + text.slice(from + gap.length);
  };
}

/** The end of a line's block: the line itself and deeper lines below it. */
function blockEnd(text: string, line: Line): number {
  let end = line.end;
  while (end < text.length) {
    const below = lineAt(text, nextLine(text, end));
    if (below.start <= end || (isWritten(text, below) && below.indent <= line.indent)) break;
    end = below.end;
  }
  return end;
}

/** The cost of a line without which the lines below it would get another parent. */
const orphans = 10_000;

function blankLine(text: string, line: Line, failure: Failure): Suspect {
  const owns = blockEnd(text, line) > line.end && /:(?:\s|$)/.test(text.slice(line.content, line.end));
  // If the line above is not a key, as in `cpu = 1`, it is a likelier culprit than the key that it was read as a part
  // of.
  const isWord =
    line.end < failure.offset && !/^-|:(?:\s|$)/.test(text.slice(line.start, line.end).trimStart());
  return {
    cost: isWord ? 2 : line.end - line.content + 2 + (owns ? orphans : 0),
    // The dash of a list item stays, so that the items around it keep their list.
    apply: blank(line.content, line.end),
    problem: explainLine(text, line, failure),
  };
}

function blankBlock(text: string, line: Line, failure: Failure): readonly Suspect[] {
  const end = blockEnd(text, line);
  const problem = explainLine(text, line, failure);
  const suspect = (from: number, to: number, extra: number): Suspect => ({
    cost: to - from + extra,
    apply: blank(from, to),
    problem,
  });
  const found = line.content > line.start + line.indent ? [suspect(line.start, end, 20)] : [];
  if (end > line.end) found.push(suspect(line.content, end, 0));
  // In JSON, the bracket below a half-typed key belongs to it.
  const below = lineAt(text, nextLine(text, end));
  if (
    end < below.start &&
    below.indent === line.indent &&
    /^[\]}]/.test(text.slice(below.content, below.end))
  )
    found.push(suspect(line.content, below.end, 0));
  return found;
}

/** Successive lines that are not keys: several half-typed ones are read as one long word. */
function keyless(text: string, last: Line, failure: Failure): readonly Suspect[] {
  const isKeyless = (line: Line) =>
    line.content === line.start + line.indent &&
    !/^[^\s#]+:(?:\s|$)/.test(text.slice(line.content, line.end));
  let first = last;
  for (let above = lineAbove(text, last), steps = 0; above && isKeyless(above) && steps < 20; steps++) {
    if (above.indent !== last.indent) break;
    first = above;
    above = lineAbove(text, above);
  }
  if (first === last || !isKeyless(last)) return [];
  const problem = spacing(text, first)[0]?.problem ?? explainLine(text, first, failure);
  return [{ cost: last.end - first.content + 2, apply: blank(first.content, last.end), problem }];
}

function blankUpTo(text: string, line: Line, end: number, failure: Failure): Suspect {
  return {
    cost: end - line.start,
    apply: blank(line.start, end),
    problem: explainLine(text, line, failure),
  };
}

/** The text after the first colon. */
function values(text: string, line: Line, failure: Failure): readonly Suspect[] {
  const colon = /:(?=[ \t])/.exec(text.slice(line.content, line.end));
  if (!colon) return [];
  const at = line.content + colon.index + 1;
  return [{ cost: line.end - at, apply: blank(at, line.end), problem: explainLine(text, line, failure) }];
}

/** `key:value` and `-item`, which lack a space. */
function spacing(text: string, line: Line): readonly Suspect[] {
  const content = text.slice(line.content, line.end);
  const key = /^[A-Za-z][\w./-]*:(?=[^\s/:])/.exec(content);
  if (key) {
    const colon = line.content + key[0].length - 1;
    const message = "This colon has no space after it";
    const problem = { code: "missing-space-after-colon", start: colon, end: colon + 1, message } as const;
    return [{ cost: 1, apply: blank(colon + 1, line.end), problem }];
  }
  if (!/^-[A-Za-z][\w./-]*:(?: |$)/.test(content)) return [];
  const message = "This dash has no space after it";
  const problem = { code: "syntax", start: line.content, end: line.content + 1, message } as const;
  return [{ cost: 1, apply: blank(line.content + 1, line.end), problem }];
}

/** Quotes without a partner on their line: the nearest ones above a failure, and the first one of the text. */
function quotes(text: string, offset: number): readonly Suspect[] {
  const upTo = text.slice(0, lineEnd(text, offset));
  const open: number[] = [];
  for (const line of upTo.matchAll(/^.*["'].*$/gm)) {
    const at = unclosedQuote(line[0]);
    if (at !== undefined) open.push(line.index + at);
  }
  const chosen = new Set([...open.slice(-2).reverse(), ...open.slice(0, 1)]);
  return [...chosen].flatMap((at) => {
    const end = lineEnd(text, at);
    const message = "This string has no closing quote";
    const problem = { code: "unclosed-quote", start: at, end, message } as const;
    return [
      { cost: 1, apply: blank(at, at + 1), problem },
      { cost: end - at, apply: blank(at, end), problem },
    ];
  });
}

/** The position of a quote that opens a scalar on a line and is not closed there. */
function unclosedQuote(line: string): number | undefined {
  const rest = line.replace(quoted, (token) => "x".repeat(token.length));
  const comment = /(?:^|\s)#/.exec(rest);
  const opening = /(?:^|[\s:[,{(=-])(["'])/.exec(comment ? rest.slice(0, comment.index) : rest);
  return opening ? opening.index + opening[0].length - 1 : undefined;
}

/**
 * Brackets that are not closed on their line: the nearest ones above a failure. Also a surplus bracket on the
 * line itself.
 */
function brackets(text: string, offset: number): readonly Suspect[] {
  const found: Suspect[] = [];
  let line: Line | undefined = lineOf(text, offset);
  for (let steps = 0; line && found.length < 2 && steps < 50; steps++) {
    const at = unclosedBracket(text.slice(line.start, line.end));
    if (at !== undefined) {
      const start = line.start + at;
      const message = `This "${text[start]}" is never closed`;
      const problem = { code: "syntax", start, end: start + 1, message } as const;
      found.push({ cost: line.end - start, apply: blank(start, line.end), problem });
    }
    line = lineAbove(text, line);
  }
  return found;
}

function unclosedBracket(line: string): number | undefined {
  const open: number[] = [];
  const plain = line.replace(quoted, (token) => "x".repeat(token.length));
  for (const { 0: bracket, index } of plain.matchAll(/[[\]{}]/g)) {
    if (bracket === "[" || bracket === "{") open.push(index);
    else open.pop();
  }
  return open[0];
}

/** The first bracket that closes nothing, in a text that starts like JSON. */
function surplusBracket(text: string): readonly Suspect[] {
  if (!/^[\s\uFEFF]*\{/.test(text)) return [];
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"|[{}[\]]/g)) {
    if (token === "{" || token === "[") depth++;
    if ((token !== "}" && token !== "]") || 0 <= --depth) continue;
    const problem = {
      code: "syntax",
      start: index,
      end: index + 1,
      message: explainSurplusBracket(token),
    } as const;
    return [{ cost: 0, apply: blank(index, index + 1), problem, certain: true }];
  }
  return [];
}

/** An indented separator can only mean one thing, and nothing near it can be judged until it is fixed. */
function separators(text: string, failure: Failure): readonly Suspect[] {
  const found = indentedSeparator(text, failure.offset);
  return found ? [{ cost: 0, apply: () => found.fixed, problem: found.problem, certain: true }] : [];
}

/** A list item that does not fit into any list, next to a list that it could belong to. */
function strayDash(text: string, failure: Failure, line: Line): readonly Suspect[] {
  if (!/^bad indentation/.test(failure.reason) || line.end < failure.offset) return [];
  const problem = strayDashOf(text, line);
  return problem ? [{ cost: 0, apply: blank(line.start, blockEnd(text, line)), problem, certain: true }] : [];
}

/** The conflict markers that git leaves around two versions; the markers that follow belong to the same conflict. */
function conflict(text: string, line: Line): readonly Suspect[] {
  const marker = /^(?:<{7}|\|{7}|={7}|>{7})(?!\S).*$/gm;
  if (!text.slice(line.start, line.end).match(marker)) return [];
  const message = "This line is part of an unresolved merge conflict";
  const problem = { code: "syntax", start: line.start, end: line.end, message } as const;
  const apply = (whole: string) => whole.replace(marker, (found) => found.replace(/[^\r]/g, " "));
  return [{ cost: 0, apply, problem, certain: true }];
}

/** The first line of a list item that is indented more than its other lines, which show where it belongs. */
function overhang(text: string, line: Line): readonly Suspect[] {
  const problem = overhangOf(text, line);
  return problem ? [{ cost: 0, apply: blank(line.content, line.end), problem, certain: true }] : [];
}

/** A line inside brackets that is indented too little, read as the end of the line above. */
function unfolded(text: string, failure: Failure, line: Line): readonly Suspect[] {
  if (failure.reason !== "deficient indentation") return [];
  return [
    {
      cost: 0,
      apply: (whole) => joinLine(whole, failure.offset),
      problem: undefined,
      // The API server's parser accepts a list that ends to the left of its key, so there is no problem to
      // report.
      certain: closesBracket(text, line.end),
    },
  ];
}
