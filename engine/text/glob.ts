/**
 * A glob as in `.gitignore`: `*` and `?` match within a name, `**` matches across folders, `[a-z]` and `{a,b}` are
 * choices, and a backslash makes a character literal. Matching time depends only on the lengths of glob and path: a
 * regular expression would try `*a*a*a*b` in every possible way.
 */
export type Glob = (path: string) => boolean;

/** No handwritten glob has more alternatives. */
const maxAlternatives = 1000;

/** Compiles a glob; `undefined` if its brackets are not closed or it is empty. */
export function compileGlob(text: string): Glob | undefined {
  if (text.trim() === "") return undefined;
  const alternatives = expandBraces(text);
  const globs: (readonly Segment[])[] = [];
  for (const one of alternatives ?? []) {
    const segments = segmentsOf(one);
    if (!segments) return undefined;
    globs.push(segments);
  }
  return alternatives && ((path) => globs.some((glob) => matchSegments(glob, path.split("/"))));
}

/** Tests one character of a name; a star matches any number of them. */
type Token = "*" | ((sign: string) => boolean);
/** `**`, or the characters of one name. */
type Segment = "**" | readonly Token[];

/** The expansions of `{a,b}`; `undefined` if a brace is not closed, or if there are too many. */
function expandBraces(text: string): readonly string[] | undefined {
  const open = findSign(text, 0, (sign) => sign === "{");
  if (open === -1) return [text];
  const commas: number[] = [];
  let depth = 0;
  const close = findSign(text, open, (sign, at) => {
    if (sign === "{") depth++;
    if (sign === "," && depth === 1) commas.push(at);
    return sign === "}" && --depth === 0;
  });
  if (close === -1) return undefined;
  const tails = expandBraces(text.slice(close + 1));
  if (!tails) return undefined;
  const edges = [open, ...commas, close];
  const choices: string[] = [];
  for (let at = 1; at < edges.length; at++) {
    const inner = expandBraces(text.slice(edges[at - 1]! + 1, edges[at]));
    if (!inner || maxAlternatives < (choices.length + inner.length) * tails.length) return undefined;
    for (const one of inner) choices.push(one);
  }
  const head = text.slice(0, open);
  return choices.flatMap((choice) => tails.map((tail) => head + choice + tail));
}

/** The position of a literal character: neither escaped nor in `[…]`. */
function findSign(text: string, from: number, test: (sign: string, at: number) => boolean): number {
  for (let at = from; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === "\\") at++;
    else if (sign === "[") {
      const end = classEnd(text, at);
      if (end !== -1) at = end;
    } else if (test(sign, at)) return at;
  }
  return -1;
}

/** The bracket that closes a class; one directly after the opening bracket is a member. */
function classEnd(text: string, open: number): number {
  const first = /[!^]/.test(text[open + 1] ?? "") ? open + 2 : open + 1;
  for (let at = first; at < text.length && text[at] !== "/"; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "]" && first < at) return at;
  }
  return -1;
}

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a lexer
function segmentsOf(text: string): readonly Segment[] | undefined {
  const segments: Segment[] = [];
  let tokens: Token[] = [];
  const finish = () => {
    const isDeep = tokens.length > 1 && tokens.every((token) => token === "*");
    segments.push(isDeep ? "**" : tokens);
    tokens = [];
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === "/") finish();
    else if (sign === "*") tokens.push("*");
    else if (sign === "?") tokens.push(() => true);
    else if (sign === "[") {
      const end = classEnd(text, at);
      if (end === -1) return undefined;
      tokens.push(classOf(text.slice(at + 1, end)));
      at = end;
    } else {
      const literal = sign === "\\" ? (text[++at] ?? sign) : sign;
      tokens.push((other) => other === literal);
    }
  }
  finish();
  return segments;
}

function classOf(text: string): Token {
  const negated = /^[!^]/.test(text);
  const signs = [...(negated ? text.slice(1) : text).replace(/\\(.)/gs, "$1")];
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < signs.length; at++) {
    const isRange = signs[at + 1] === "-" && at + 2 < signs.length;
    ranges.push([signs[at]!, signs[isRange ? at + 2 : at]!]);
    if (isRange) at += 2;
  }
  return (sign) => ranges.some(([from, to]) => from <= sign && sign <= to) !== negated;
}

function matchSegments(glob: readonly Segment[], names: readonly string[]): boolean {
  return matchWild(glob, names, (segment) => segment === "**", matchName);
}

function matchName(segment: Segment, name: string): boolean {
  if (segment === "**" || (name === "" && segment.length > 0)) return false;
  return matchWild(
    segment,
    [...name],
    (token) => token === "*",
    (token, sign) => token !== "*" && token(sign),
  );
}

/** Walks both sides once; on a mismatch, only the last wildcard matches one more item. */
function matchWild<Part, Thing>(
  parts: readonly Part[],
  things: readonly Thing[],
  isWild: (part: Part) => boolean,
  matches: (part: Part, thing: Thing) => boolean,
): boolean {
  let part = 0;
  let thing = 0;
  let wild = -1;
  let taken = 0;
  while (thing < things.length) {
    if (part < parts.length && isWild(parts[part]!)) {
      wild = part++;
      taken = thing;
    } else if (part < parts.length && matches(parts[part]!, things[thing]!)) {
      part++;
      thing++;
    } else if (wild !== -1) {
      part = wild + 1;
      thing = ++taken;
    } else return false;
  }
  while (part < parts.length && isWild(parts[part]!)) part++;
  return part === parts.length;
}
