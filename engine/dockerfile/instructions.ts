import { DockerfileParser, type Instruction as Parsed } from "dockerfile-ast";
import { Instruction as AnyInstruction } from "dockerfile-ast/lib/instruction";
import { JSONInstruction } from "dockerfile-ast/lib/jsonInstruction";
import { Util } from "dockerfile-ast/lib/util";
import { lineTable } from "../text/lines.ts";
import type { Range } from "../text/range.ts";

/** One word of an instruction; the range covers its quotes and escapes. */
export interface Word {
  readonly text: string;
  readonly range: Range;
}

/** `--name=value` before the words; the range is that of the value. */
export interface Flag {
  readonly name: string;
  readonly value: string;
  readonly range: Range;
}

export interface Instruction {
  /** In uppercase, such as `FROM`. */
  readonly keyword: string;
  /** From the keyword to the end of the last line, including continued lines and heredocs. */
  readonly range: Range;
  readonly keywordRange: Range;
  readonly flags: readonly Flag[];
  /** The text after the flags, split at whitespace. */
  readonly words: readonly Word[];
  /** The strings of the exec form (`["a", "b"]`), ranges inside their quotes; undefined for the shell form. */
  readonly exec: readonly Word[] | undefined;
}

/** A text with comments blanked out, so that offsets do not change, and its escape character. */
export interface Source {
  readonly code: string;
  readonly escape: "\\" | "`";
}

/** No handwritten Dockerfile is longer, in UTF-16 code units. */
const MAX_LENGTH = 1_000_000;
/** The library removes flags one by one, each time moving all words. */
const MAX_FLAGS = 10_000;

// The library uses Node's Buffer to detect a byte order mark, which is already blanked out.
Util.isUTF8BOM = () => false;

/** The instructions of a Dockerfile in order, whatever the text contains. Linear in the text's length. */
export function readInstructions(text: string): {
  readonly source: Source;
  readonly instructions: readonly Instruction[];
} {
  const isTooMuch = MAX_LENGTH < text.length || MAX_FLAGS < (text.match(/\s--/g)?.length ?? 0);
  const code = isTooMuch ? "" : blankComments(text);
  const parsed = DockerfileParser.parse(code);
  const source: Source = { code, escape: parsed.getEscapeCharacter() === "`" ? "`" : "\\" };
  const { offsetAt } = lineTable(code);
  const at = ({ start, end }: ReturnType<Parsed["getRange"]>): Range => ({
    start: offsetAt(start),
    end: offsetAt(end),
  });
  return { source, instructions: parsed.getInstructions().map((each) => instructionOf(each, code, at)) };
}

type Locate = (range: ReturnType<Parsed["getRange"]>) => Range;

function instructionOf(parsed: Parsed, code: string, at: Locate): Instruction {
  // The subclasses' version takes a word that contains "--", such as `acme/a--b`, for a flag.
  const all = AnyInstruction.prototype.getArguments
    .call(parsed)
    .map((argument): Word => ({ text: argument.getValue(), range: at(argument.getRange()) }));
  const first = all.findIndex(({ text }) => !text.startsWith("--"));
  const flags = first < 0 ? all : all.slice(0, first);
  const words = first < 0 ? [] : all.slice(first);
  return {
    keyword: parsed.getKeyword(),
    range: at(parsed.getRange()),
    keywordRange: at(parsed.getInstructionRange()),
    flags: flags.map((flag) => flagOf(flag, code)),
    words,
    exec: parsed instanceof JSONInstruction ? execOf(parsed, words.at(-1), at) : undefined,
  };
}

function flagOf({ text, range }: Word, code: string): Flag {
  const equals = code.indexOf("=", range.start);
  const start = 0 <= equals && equals < range.end ? equals + 1 : range.end;
  return {
    name: text.slice(2).replace(/=.*$/s, ""),
    value: text.includes("=") ? text.slice(text.indexOf("=") + 1) : "",
    range: { start, end: range.end },
  };
}

function execOf(parsed: JSONInstruction, last: Word | undefined, at: Locate): readonly Word[] | undefined {
  const closing = parsed.getClosingBracket();
  if (!parsed.getOpeningBracket() || !closing || at(closing.getRange()).end !== last?.range.end) {
    return undefined;
  }
  return parsed.getJSONStrings().map((each) => ({
    text: each.getValue().slice(1, -1),
    range: at(each.getJSONRange()),
  }));
}

/** In the library, the cost of comments grows with their number times that of stages. */
function blankComments(text: string): string {
  const start = directivesEnd(text);
  return (
    text.slice(0, start).replace("\uFEFF", " ") +
    text
      .slice(start)
      .replace(/^\uFEFF/, " ")
      .replace(/^[ \t]*#[^\r\n]*/gm, (comment) => " ".repeat(comment.length))
  );
}

/** Where the comments at the top stop being directives: `# escape=...`, `# syntax=...`. */
function directivesEnd(text: string): number {
  const directives = /^\uFEFF?(?:[ \t]*#[ \t]*[A-Za-z][A-Za-z0-9]*[ \t]*=[^\r\n]*(?:\r?\n|$))*/.exec(text);
  return directives?.[0].length ?? 0;
}
