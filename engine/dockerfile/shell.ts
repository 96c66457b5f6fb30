import type { Range } from "../text/range.ts";
import type { Source } from "./instructions.ts";

/** A simple command inside a shell command line. */
export interface ShellCommand extends Range {
  readonly words: readonly ShellWord[];
  /** The operators around it, such as `&&` and `;`, or a line break. Undefined at the ends. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Consists only of words, without redirections and subshells. */
  readonly isPlain: boolean;
}

export interface ShellWord extends Range {
  readonly text: string;
  /** Has no quotes, escapes, variables or patterns: the program gets the text as is. */
  readonly isLiteral: boolean;
}

const SEPARATORS = new Set(["&&", "||", ";", ";;", "|", "|&", "&", "(", ")", "\n"]);
const OPERATOR = /&&|\|\||;;|\|&|&>>?|>>|>&|>\||<<-?|<&|<>|[;|&()<>\n]/y;
const SPACE = /[^\S\n]+/y;

/**
 * The commands of the shell code at `range`, with continued lines joined. Recognizes just enough of the shell's grammar
 * to identify plain commands with certainty; does not run or expand anything. Linear in the range's length.
 */
export function shellCommands(source: Source, range: Range): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: ShellWord[] = [];
  let isPlain = true;
  let before: string | undefined;
  const close = (after: string | undefined) => {
    const [first, last] = [words[0], words.at(-1)];
    if (first && last) commands.push({ words, start: first.start, end: last.end, before, after, isPlain });
    if (first || after !== "\n") before = after;
    words = [];
    isPlain = true;
  };
  for (const token of tokens(source, range)) {
    if (token.kind === "word") words.push(token);
    else if (SEPARATORS.has(token.text)) close(token.text);
    else isPlain = false;
  }
  close(undefined);
  return commands;
}

type Token = (ShellWord & { readonly kind: "word" }) | { readonly kind: "operator"; readonly text: string };

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a lexer
function* tokens(source: Source, { start, end }: Range): Generator<Token> {
  const { code } = source;
  let at = start;
  while (at < end) {
    const space = matchAt(SPACE, code, at) ?? continuation(source, at);
    const operator = space === undefined ? matchAt(OPERATOR, code, at) : undefined;
    if (space !== undefined) {
      at += space.length;
    } else if (operator !== undefined) {
      yield { kind: "operator", text: operator };
      at += operator.length;
    } else if (code[at] === "#") {
      const line = code.indexOf("\n", at);
      // To the shell, continued lines are one line, so a comment ends them all.
      if (isContinued(source, at, line)) return;
      at = line < 0 ? end : line;
    } else {
      const wordEnd = Math.min(Math.max(endOfWord(source, at, end), at + 1), end);
      const text = code.slice(at, wordEnd);
      yield { kind: "word", text, start: at, end: wordEnd, isLiteral: /^[\w@%+=:,./-]+$/.test(text) };
      at = wordEnd;
    }
  }
}

function isContinued({ code, escape: mark }: Source, start: number, line: number): boolean {
  return 0 <= line && code.slice(start, line).trimEnd().endsWith(mark);
}

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a lexer
function endOfWord(source: Source, start: number, end: number): number {
  const { code } = source;
  let at = start;
  while (at < end) {
    const character = code[at]!;
    if (/[\s;|&()<>]/.test(character)) return at;
    if (character === "\\" || character === source.escape) {
      if (continuation(source, at) !== undefined) return at;
      at += 2;
    } else if (character === "'" || character === "`") {
      at = behind(code, character, at + 1, end);
    } else if (character === '"') {
      at = behindDoubleQuote(code, at + 1, end);
    } else if (character === "$" && (code[at + 1] === "(" || code[at + 1] === "{")) {
      at = behindBraces(code, at + 1, end);
    } else {
      at++;
    }
  }
  return end;
}

function behind(code: string, closing: string, at: number, end: number): number {
  const found = code.indexOf(closing, at);
  return found < 0 || end <= found ? end : found + 1;
}

function behindDoubleQuote(code: string, start: number, end: number): number {
  let at = start;
  while (at < end && code[at] !== '"') at += code[at] === "\\" ? 2 : 1;
  return at + 1;
}

function behindBraces(code: string, start: number, end: number): number {
  let depth = 0;
  for (let at = start; at < end; at++) {
    if (code[at] === "(" || code[at] === "{") depth++;
    else if (code[at] === ")" || code[at] === "}") depth--;
    if (depth === 0) return at + 1;
  }
  return end;
}

/** The escape that continues a line, up to the next line that is not blank (or a comment). */
function continuation({ code, escape: mark }: Source, at: number): string | undefined {
  if (code[at] !== mark) return undefined;
  return matchAt(/.[ \t]*\r?\n(?:[ \t]*\r?\n)*/y, code, at);
}

function matchAt(expression: RegExp, code: string, at: number): string | undefined {
  expression.lastIndex = at;
  return expression.exec(code)?.[0];
}
