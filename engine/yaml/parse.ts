import { type Event, parseEvents, YAMLException } from "js-yaml";
import { withPlainPlaceholders } from "../text/placeholders.ts";
import { excessiveAlias } from "./aliasing.ts";
import type { Failure } from "./failure.ts";
import { goYamlProblems } from "./go-yaml.ts";
import { closesBracket, joinLine } from "./lenient.ts";
import type { YamlProblem, YamlTree } from "./node.ts";
import { joinOutdented } from "./outdented.ts";
import { recover } from "./recover.ts";
import { indentedSeparator } from "./separator.ts";
import { buildTree } from "./tree.ts";

/** Deeper nesting is rejected: no API object comes close to it, and walks of a tree can then recurse. */
const maxDepth = 256;

/** Some problems cost a parse of the whole document each, so a large document gets only a few. */
const readingsOf = (text: string) => Math.min(200, Math.ceil(4_000_000 / Math.max(text.length, 1)));

/** More problems than this are not helpful; a file of another kind can have one on every line. */
const maxProblems = 200;

/**
 * Parses the text of one document. Never throws.
 *
 * A broken document is made readable by blanking out as little of it as possible (offsets do not change), so that the
 * resource around a half-typed line keeps its findings.
 *
 * @param reader `kubectl` also reports what its reader, go-yaml 2, rejects although other readers accept it
 */
export function parseYaml(text: string, reader: "kubectl" | "any" = "kubectl"): YamlTree {
  const tree = parseTree(text, reader);
  const alias = excessiveAlias(tree);
  if (!alias) return tree;
  const message = "This document has aliases that expand to more values than kubectl accepts";
  return refused({ code: "too-many-aliases", start: alias.start, end: alias.end, message });
}

function parseTree(text: string, reader: "kubectl" | "any"): YamlTree {
  const plain = withPlainPlaceholders(text);
  const { text: joined, result } = readLenient(plain);
  // Nothing is known about such a text, also not that anything is wrong.
  if (!result) return { root: undefined, aliases: [], problems: [] };
  if (!isFailure(result)) {
    const written = joined === plain ? text : joined;
    const built = buildTree(joined, result, written);
    const tree = separated(joined, withProblems(built, built.problems));
    const refused = reader === "kubectl" ? goYamlProblems(plain, tree) : [];
    return withProblems(tree, [...tree.problems, ...refused]);
  }
  if (result.reason.includes("maxDepth")) return tooDeep(text, result.offset);
  const { masked, problems } = recover(joined, result, (candidate) => {
    const again = read(candidate);
    return isFailure(again) ? again : undefined;
  });
  const recovered = read(masked);
  if (isFailure(recovered)) return { root: undefined, aliases: [], problems };
  const tree = buildTree(masked, recovered);
  return withProblems(tree, [...problems, ...certain(tree.problems, problems)]);
}

/** Adds the first of these problems to the tree. */
function withProblems(tree: YamlTree, problems: readonly YamlProblem[]): YamlTree {
  if (problems.length === 0) return tree;
  return { ...tree, problems: [...problems].sort((a, b) => a.start - b.start).slice(0, maxProblems) };
}

/** After the first problem, two keys can be in one mapping only because the text between them was blanked out. */
function certain(found: readonly YamlProblem[], faults: readonly YamlProblem[]): readonly YamlProblem[] {
  const first = faults.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
  return found.filter(({ code, start }) => code !== "duplicate-key" || start < first);
}

/**
 * Handles a text that can be parsed but might be two documents: below a plain scalar that is indented less, an indented
 * separator is a continuation of the scalar, and only duplicate keys reveal it.
 */
function separated(text: string, tree: YamlTree): YamlTree {
  let left = readingsOf(text);
  for (const { code, start } of tree.problems) {
    const found = code === "duplicate-key" && 0 < left ? indentedSeparator(text, start) : undefined;
    const events = found && read(found.fixed);
    if (found) left--;
    if (!found || !events || isFailure(events)) continue;
    const above = buildTree(found.fixed, events);
    return { ...above, problems: [...above.problems, found.problem] };
  }
  return tree;
}

interface Reading {
  readonly text: string;
  /** `undefined` if it would cost too much to find out. */
  readonly result: readonly Event[] | Failure | undefined;
}

/** Parses a text in which lines inside quotes and brackets can be indented less than the specification requires. */
function readLenient(text: string): Reading {
  const result = read(text);
  if (!isOutdented(result)) return { text, result };
  const reading = readClosed(joinOutdented(text, false));
  if (!isOutdented(reading.result)) return reading;
  // Any line can be indented less if that makes the whole text readable; otherwise the bracket is probably not
  // closed.
  const whole = readClosed(joinOutdented(reading.text, true));
  return whole.result && isFailure(whole.result) ? reading : whole;
}

/** Reads a text in which brackets may be closed further left, also those that were not found in one pass. */
function readClosed(text: string): Reading {
  let joined = text;
  let result = read(joined);
  for (let left = readingsOf(text); isOutdented(result); left--) {
    if (!closesBracket(joined, result.offset)) break;
    if (left === 0) return { text, result: undefined };
    joined = joinLine(joined, result.offset);
    result = read(joined);
  }
  return { text: joined, result };
}

function isOutdented(result: Reading["result"]): result is Failure {
  return result !== undefined && isFailure(result) && result.reason === "deficient indentation";
}

function read(text: string): readonly Event[] | Failure {
  try {
    return parseEvents(text, { maxDepth });
  } catch (error) {
    if (!(error instanceof YAMLException)) return { offset: 0, reason: "the text is not valid YAML" };
    return { offset: Math.min(error.mark?.position ?? 0, text.length), reason: error.reason };
  }
}

function isFailure(result: readonly Event[] | Failure): result is Failure {
  return "reason" in result;
}

function tooDeep(text: string, offset: number): YamlTree {
  const message = "This document is nested more than 256 levels deep";
  return refused({ code: "too-deep", start: offset, end: Math.min(offset + 1, text.length), message });
}

/** Nothing is read from a document that would cost too much. */
function refused(problem: YamlProblem): YamlTree {
  return { root: undefined, aliases: [], problems: [problem] };
}
