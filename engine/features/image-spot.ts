import { dialectOf } from "../documents/dialect.ts";
import type { SourceFile } from "../file.ts";
import { lineStart } from "../yaml/trivia.ts";

/** The value at the cursor as far as it is typed, found without a tree: half-typed text often is no YAML. */
export interface Spot {
  /** Where its text stands, without quotes; empty where there is none yet. */
  readonly start: number;
  readonly end: number;
  /** Where it stands with its quotes; a quote that is not closed belongs to it as well. */
  readonly outerStart: number;
  readonly outerEnd: number;
  readonly quoted: boolean;
  /** Between the colon and the cursor is nothing at all, so a space has to come first. */
  readonly spaceless: boolean;
}

/** The keys that hold an image, or a part of one, anywhere. */
const keys = /^(?:registry|repository|name|newName|tag|newTag|.*image|imageName|reference)$/i;

/** Ahead of the cursor: a key, its colon, anchor and tag, an opening quote, and what is typed of the value. */
const before =
  /(?:^|[\s{,])(["']?)([A-Za-z][\w.-]*)\1[ \t]*:([ \t]*)((?:[&!]\S*[ \t]+)*)(["']?)([^\s"'{}[\],#]*)$/;
/** From the cursor on: the rest of the value, and its closing quote. */
const behind = /^([^\s"'{}[\],#]*)(["']?)/;

/** No key and reference together are longer; the text of one line may be. In UTF-16 code units. */
const reach = 700;

/** In a Dockerfile: behind FROM and its flags, in the default of an ARG, behind `--from=`. */
const instruction =
  /^[ \t]*(?:FROM[ \t]+(?:--\S*[ \t]+)*|ARG[ \t]+(?:\S+[ \t]+)*[A-Za-z_]\w*=|COPY[ \t]+(?:--\S*[ \t]+)*--from=)(["']?)([^\s"'{}[\],#]*)$/i;

/** The value that the cursor is in, or stands where it will be; undefined where it can be no part of an image. */
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
