/** Prints objects in every YAML style that a manifest can have. */
import fc from "fast-check";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Chooses one of n; the same tape gives the same text. */
export type Choose = (count: number) => number;

export interface Printed {
  readonly text: string;
  /** The comments in the text, all different. */
  readonly comments: readonly string[];
}

/** Reads from a tape of numbers, and starts again at its end. */
export function chooser(tape: readonly number[]): Choose {
  let at = 0;
  return (count) => (tape.length === 0 ? 0 : tape[at++ % tape.length]! % count);
}

export const tapes = fc.array(fc.nat({ max: 997 }), { minLength: 1, maxLength: 60 });

const names = ["metadata", "spec", "labels", "app", "name", "image", "ports", "env", "a.b/c", "x y", "args"];
const words = [
  "web",
  "nginx:1.27",
  "1",
  "true",
  "null",
  "",
  "a: b",
  "#x",
  "it's",
  'say "hi"',
  "- a",
  "é☃",
  "80%",
  "yes",
];
const texts = ["one\ntwo\n", "one\n\n  two", "a\nb\n\n", "x: y\n# no comment\n"];

const leaves: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...words) },
  { weight: 1, arbitrary: fc.constantFrom(...texts) },
  { weight: 2, arbitrary: fc.constantFrom<Json>(0, 1, 8080, -3, true, false, null) },
);

/** Objects with the depth and variety of manifests. */
export const objects: fc.Arbitrary<{ readonly [key: string]: Json }> = fc
  .letrec<{ value: Json; map: { readonly [key: string]: Json } }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      leaves,
      tie("map"),
      fc.array(tie("value"), { maxLength: 3 }),
    ),
    map: fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  }))
  .map.filter((map) => Object.keys(map).length > 0);

export const leafValues = leaves;

interface Page {
  readonly choose: Choose;
  readonly step: number;
  readonly listIndent: number;
  readonly comments: string[];
  readonly anchors: Map<string, string>;
  readonly anchored: boolean;
}

/** One document; line breaks, a byte order mark and the end of the file vary as well. */
export function print(value: Json, choose: Choose): Printed {
  const step = [2, 2, 4, 3][choose(4)]!;
  const page: Page = {
    choose,
    step,
    listIndent: choose(2) === 0 ? 0 : step,
    comments: [],
    anchors: new Map(),
    anchored: choose(3) === 0,
  };
  const body =
    isCollection(value) && choose(8) !== 0 ? block(page, value, 0) : [flow(page, value, choose(2) === 0)];
  const head = choose(4) === 0 ? [`---${comment(page)}`] : choose(5) === 0 ? [comment(page).trim()] : [];
  const lines = [...head, ...body];
  const lineBreak = choose(4) === 0 ? "\r\n" : "\n";
  let text = lines.join("\n");
  const keeps = /^ *(?:.*: |- )?(?:&\w+ )?[|>]\d?\+/m.test(text);
  if (keeps || choose(4) !== 0) text += "\n";
  if (!keeps && text.endsWith("\n") && choose(6) === 0) text += "...\n";
  if (choose(8) === 0) text = `\uFEFF${text}`;
  return { text: text.replaceAll("\n", lineBreak), comments: page.comments };
}

/** The texts of several documents as one file, with one kind of line break and its byte order mark at the start. */
export function printStream(values: readonly Json[], choose: Choose): string {
  const lineBreak = choose(4) === 0 ? "\r\n" : "\n";
  const mark = choose(8) === 0 ? "\uFEFF" : "";
  const texts = values.map((value) =>
    print(value, choose).text.replace("\uFEFF", "").replaceAll("\r\n", "\n"),
  );
  const stream = texts.map((text, at) => {
    const opened = at === 0 || text.startsWith("---") ? text : `---\n${text}`;
    return at === texts.length - 1 || opened.endsWith("\n") ? opened : `${opened}\n`;
  });
  return mark + stream.join("").replaceAll("\n", lineBreak);
}

function isCollection(value: Json): value is readonly Json[] | { readonly [key: string]: Json } {
  return value !== null && typeof value === "object" && Object.keys(value).length > 0;
}

/** Lines of a block collection at a column. */
function block(page: Page, value: Json, column: number): string[] {
  const lines: string[] = [];
  const indent = " ".repeat(column);
  const entries = Array.isArray(value)
    ? value.map((item) => [undefined, item] as const)
    : Object.entries(value as object);
  entries.forEach(([key, item], at) => {
    // A line after a block scalar that keeps its line breaks would belong to it.
    if (at > 0 && lines.at(-1) !== "" && page.choose(7) === 0) lines.push(filler(page, indent));
    if (key === undefined) lines.push(...listItem(page, item, column));
    else lines.push(...pair(page, key, item, column));
  });
  return lines;
}

/** A line between two entries: a comment somewhere, or nothing. */
function filler(page: Page, indent: string): string {
  const choice = page.choose(4);
  if (choice < 2) return choice === 0 ? indent + comment(page).trim() : comment(page).trim();
  return choice === 2 ? "" : "  ";
}

function listItem(page: Page, item: Json, column: number): string[] {
  const indent = " ".repeat(column);
  const reused = alias(page, item);
  if (reused) return [`${indent}- ${reused}${behind(page)}`];
  if (isCollection(item) && page.choose(5) !== 0) {
    const gap = [2, 2, 4][page.choose(3)]!;
    const mark = anchor(page, item);
    if (mark !== "" || page.choose(8) === 0)
      return [`${indent}-${mark && ` ${mark}`}${comment(page)}`, ...block(page, item, column + gap)];
    const inner = block(page, item, column + gap);
    return [`${indent}-${" ".repeat(gap - 1)}${inner[0]!.slice(column + gap)}`, ...inner.slice(1)];
  }
  return inline(page, `${indent}-`, item, column);
}

function pair(page: Page, key: string, item: Json, column: number): string[] {
  const head = `${" ".repeat(column)}${scalarKey(page, key)}:`;
  const reused = alias(page, item);
  if (reused) return [`${head} ${reused}${behind(page)}`];
  if (isCollection(item) && page.choose(5) !== 0) {
    const mark = anchor(page, item);
    const deeper = Array.isArray(item) ? page.listIndent : page.step;
    return [`${head}${mark && ` ${mark}`}${behind(page)}`, ...block(page, item, column + deeper)];
  }
  return inline(page, head, item, column);
}

/** A value after its key or dash, on the same line or as a block scalar. */
function inline(page: Page, head: string, item: Json, column: number): string[] {
  const { choose } = page;
  if (item === null && choose(3) === 0) return [`${head}${behind(page)}`];
  if (typeof item === "string" && /^\S[\s\S]*\n/.test(item) && choose(3) !== 0) {
    const kept = item.endsWith("\n\n") ? "+" : item.endsWith("\n") ? "" : "-";
    const indent = " ".repeat(column + page.step);
    const body = item.replace(/\n$/, "").split("\n");
    return [`${head} |${kept}${comment(page)}`, ...body.map((line) => (line === "" ? "" : indent + line))];
  }
  const mark = anchor(page, item);
  return [`${head} ${mark && `${mark} `}${flow(page, item, choose(4) === 0)}${behind(page)}`];
}

function flow(page: Page, value: Json, json: boolean): string {
  const { choose } = page;
  if (value === null) return ["null", json ? "null" : "~"][choose(2)]!;
  if (typeof value !== "object") return scalar(page, value, json);
  const pad = choose(2) === 0 ? " " : "";
  const comma = json && choose(2) === 0 ? "," : ", ";
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[${pad}${value.map((item) => flow(page, item, json)).join(comma)}${pad}]`;
  }
  const entries = Object.entries(value as { readonly [key: string]: Json });
  if (entries.length === 0) return "{}";
  const body = entries.map(
    ([key, item]) => `${json ? JSON.stringify(key) : scalarKey(page, key)}: ${flow(page, item, json)}`,
  );
  return `{${pad}${body.join(comma)}${pad}}`;
}

function scalarKey(page: Page, key: string): string {
  return [key, key, key, JSON.stringify(key), `'${key}'`][page.choose(5)]!;
}

function scalar(page: Page, value: string | number | boolean, json: boolean): string {
  if (typeof value !== "string") return String(value);
  const style = page.choose(3);
  const bare =
    /^[a-zA-Zé][\w.:/é☃-]*$/.test(value) && !/^(?:true|null|yes)$/.test(value) && !value.endsWith(":");
  if (!json && style === 0 && bare) return value;
  if (!json && style === 1 && !value.includes("\n")) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value);
}

function comment(page: Page): string {
  const text = `# c${page.comments.length}: "x" [`;
  page.comments.push(text);
  return ` ${text}`;
}

/** The text after a value on its line: nothing, spaces or a comment. */
function behind(page: Page): string {
  const choice = page.choose(8);
  return choice === 0 ? comment(page) : choice === 1 ? "  " : "";
}

function anchor(page: Page, value: Json): string {
  if (!page.anchored || page.choose(4) !== 0) return "";
  const text = JSON.stringify(value);
  if (page.anchors.has(text)) return "";
  const name = `a${page.anchors.size}`;
  page.anchors.set(text, name);
  return `&${name}`;
}

function alias(page: Page, value: Json): string | undefined {
  const name = page.anchors.get(JSON.stringify(value));
  return name !== undefined && page.choose(2) === 0 ? `*${name}` : undefined;
}
