import fc from "fast-check";
import { stringify } from "yaml";

/** A way in which a person might write a manifest. */
export interface Style {
  readonly indent: number;
  readonly indentSequences: boolean;
  readonly flow: boolean;
  readonly quoteKeys: boolean;
  readonly quotes: "PLAIN" | "QUOTE_DOUBLE" | "QUOTE_SINGLE";
  readonly share: boolean;
  readonly commentEvery: number;
  readonly trailingCommentEvery: number;
  readonly trailingSpaces: boolean;
  readonly crlf: boolean;
  readonly bom: boolean;
  readonly finalLineBreak: boolean;
  readonly before: boolean;
  readonly after: boolean;
}

export const styles: fc.Arbitrary<Style> = fc.record({
  indent: fc.constantFrom(2, 2, 4),
  indentSequences: fc.boolean(),
  flow: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  quoteKeys: fc.oneof(
    { weight: 5, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  quotes: fc.constantFrom("PLAIN", "PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE"),
  share: fc.boolean(),
  commentEvery: fc.integer({ min: 2, max: 9 }),
  trailingCommentEvery: fc.integer({ min: 2, max: 9 }),
  trailingSpaces: fc.boolean(),
  crlf: fc.boolean(),
  bom: fc.boolean(),
  finalLineBreak: fc.boolean(),
  before: fc.boolean(),
  after: fc.boolean(),
});

const neighbour =
  "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: neighbour\n  namespace: shop\ndata: {}\n";

/** Prints an object the way the style says, comments included. */
export function print(object: unknown, style: Style): string {
  const value = style.share ? shareEqualParts(object) : structuredClone(object);
  const text = stringify(value, {
    indent: style.indent,
    indentSeq: style.indentSequences,
    collectionStyle: style.flow ? "flow" : "any",
    defaultKeyType: style.quoteKeys ? "QUOTE_DOUBLE" : "PLAIN",
    defaultStringType: style.quotes,
    aliasDuplicateObjects: true,
    lineWidth: 0,
    version: "1.1",
  });
  let stream = decorate(text, style);
  if (style.before) stream = `${neighbour}---\n${stream}`;
  if (style.after) stream = `${stream.replace(/\n?$/, "\n")}---\n${neighbour}`;
  if (!style.finalLineBreak) stream = stream.replace(/\n+$/, "");
  if (style.crlf) stream = stream.replaceAll("\n", "\r\n");
  return style.bom ? `\uFEFF${stream}` : stream;
}

/** Comments above and behind lines, and spaces at their ends; block scalars are left as they are. */
function decorate(text: string, style: Style): string {
  if (/[|>][-+0-9]*$/m.test(text)) return text;
  const lines = text.replace(/\n$/, "").split("\n");
  const decorated = lines.flatMap((line, at) => {
    const indent = /^ */.exec(line)![0];
    const above = at % style.commentEvery === 1 ? [`${indent}# above ${at}`] : [];
    const behind =
      at % style.trailingCommentEvery === 1
        ? `  # behind ${at}`
        : style.trailingSpaces && at % 4 === 0
          ? "  "
          : "";
    return [...above, line + behind];
  });
  return `${decorated.join("\n")}\n# the end\n`;
}

/** Makes deeply equal mappings and lists one object, which prints as anchor and aliases. */
function shareEqualParts(value: unknown, known = new Map<string, unknown>()): unknown {
  if (value === null || typeof value !== "object") return value;
  const copy = Array.isArray(value)
    ? value.map((item) => shareEqualParts(item, known))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shareEqualParts(item, known)]));
  const identity = JSON.stringify(copy);
  // Small parts are seldom shared by people, and empty ones cannot be told apart from their owners' wishes.
  if (identity.length < 20) return copy;
  const shared = known.get(identity);
  if (shared !== undefined) return shared;
  known.set(identity, copy);
  return copy;
}
