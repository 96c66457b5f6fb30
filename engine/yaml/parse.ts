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

/** Deeper nesting is refused: no object of the API comes near it, and every walk of a tree may recurse. */
const maxDepth = 256;

/** Some faults cost a reading of the whole document each, so that a large one may have few of them. */
const readingsOf = (text: string) => Math.min(200, Math.ceil(4_000_000 / Math.max(text.length, 1)));

/** More faults than this help nobody; a file of another kind may have one on every line. */
const maxProblems = 200;

/**
 * The tree of the text of one document. Never throws.
 *
 * A broken document is made readable by blanking out as little of it as possible (offsets stay as they are), so that
 * the resource around a half-typed line keeps its findings.
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

/** The tree with the first of these problems. */
function withProblems(tree: YamlTree, problems: readonly YamlProblem[]): YamlTree {
  if (problems.length === 0) return tree;
  return { ...tree, problems: [...problems].sort((a, b) => a.start - b.start).slice(0, maxProblems) };
}

/** Behind the first fault two keys may be in one mapping only because of what was blanked out between them. */
function certain(found: readonly YamlProblem[], faults: readonly YamlProblem[]): readonly YamlProblem[] {
  const first = faults.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
  return found.filter(({ code, start }) => code !== "duplicate-key" || start < first);
}

/**
 * The tree of a text that could be read, but may be two documents: below a plain text that stands further left, an
 * indented separator is more of that text, and what shows it is only that keys stand twice.
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

/** Reads a text in which lines inside quotes and brackets may stand further left than the specification allows. */
function readLenient(text: string): Reading {
  const result = read(text);
  if (!isOutdented(result)) return { text, result };
  const reading = readClosed(joinOutdented(text, false));
  if (!isOutdented(reading.result)) return reading;
  // Any line may stand further left, if that makes all of it readable; else the bracket is rather not closed.
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

/** Of a document that would cost too much nothing is read. */
function refused(problem: YamlProblem): YamlTree {
  return { root: undefined, aliases: [], problems: [problem] };
}
