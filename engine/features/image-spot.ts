import { dialectOf } from "../documents/dialect.ts";
import type { SourceFile } from "../lint/file.ts";
import { lineStart } from "../yaml/trivia.ts";

/** The typed part of the value at the cursor, found without a tree, because half-typed text is often not valid YAML. */
export interface Spot {
  /** The range of its text without quotes; empty if there is none yet. */
  readonly start: number;
  readonly end: number;
  /** The range including quotes, even if the closing quote is missing. */
  readonly outerStart: number;
  readonly outerEnd: number;
  readonly quoted: boolean;
  /** Whether a space must be inserted first, because the cursor is right after the colon. */
  readonly spaceless: boolean;
}

/** All keys whose value is an image or a part of one. */
const keys = /^(?:registry|repository|name|newName|tag|newTag|.*image|imageName|reference)$/i;

/** Before the cursor: a key, its colon, anchor and tag, an opening quote, and the typed part of the value. */
const before =
  /(?:^|[\s{,])(["']?)([A-Za-z][\w.-]*)\1[ \t]*:([ \t]*)((?:[&!]\S*[ \t]+)*)(["']?)([^\s"'{}[\],#]*)$/;
/** After the cursor: the rest of the value, and its closing quote. */
const behind = /^([^\s"'{}[\],#]*)(["']?)/;

/** The maximum length of a key with an image reference. Lines can be longer. In UTF-16 code units. */
const reach = 700;

/** In a Dockerfile: after FROM and its flags, in the default of an ARG, after `--from=`. */
const instruction =
  /^[ \t]*(?:FROM[ \t]+(?:--\S*[ \t]+)*|ARG[ \t]+(?:\S+[ \t]+)*[A-Za-z_]\w*=|COPY[ \t]+(?:--\S*[ \t]+)*--from=)(["']?)([^\s"'{}[\],#]*)$/i;

/** The value at the cursor, possibly empty; `undefined` if it cannot be part of an image. */
export function spotAt({ uri, text }: SourceFile, offset: number): Spot | undefined {
  return dialectOf(uri) === "dockerfile" ? spotInDockerfile(text, offset) : spotInYaml(text, offset);
}

function spotInDockerfile(text: string, offset: number): Spot | undefined {
  const from = Math.max(lineStart(text, offset), offset - reach);
  const [, quote, typed] = instruction.exec(text.slice(from, offset)) ?? [];
  return typed === undefined ? undefined : spot(text, offset, typed, quote);
}

function spotInYaml(text: string, offset: number): Spot | undefined {
  const from = Math.max(lineStart(text, offset), offset - reach);
  const ahead = before.exec(text.slice(from, offset));
  if (!ahead) return undefined;
  const [, keyQuote = "", key = "", gap = "", properties = "", quote = "", typed = ""] = ahead;
  const spaceless = gap === "" && keyQuote === "" && quote === "";
  if (!keys.test(key) || (spaceless && typed + properties !== "")) return undefined;
  return { ...spot(text, offset, typed, quote), spaceless };
}

function spot(text: string, offset: number, typed: string, quote = ""): Spot {
  const [, rest = "", closing = ""] = behind.exec(text.slice(offset, offset + reach)) ?? [];
  const start = offset - typed.length;
  const end = offset + rest.length;
  return {
    start,
    end,
    outerStart: start - quote.length,
    outerEnd: end + (quote !== "" && closing === quote ? 1 : 0),
    quoted: quote !== "",
    spaceless: false,
  };
}
