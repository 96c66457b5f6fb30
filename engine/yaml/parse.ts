import { type Event, parseEvents, YAMLException } from "js-yaml";
import { diagnose } from "./diagnose.ts";
import { joinQuotedLines } from "./lenient.ts";
import type { YamlProblem, YamlTree } from "./node.ts";
import { buildTree } from "./tree.ts";

/** Deeper nesting is refused: no object of the API comes near it, and every walk of a tree may recurse. */
const maxDepth = 256;

/** A broken document is mended at most this often before its tree is given up. */
const maxRounds = 6;

/** So many quoted scalars of a document may have lines that are indented too little. */
const maxJoins = 50;

/**
 * The tree of the text of one document. Never throws.
 *
 * A broken document is diagnosed, its culprits are blanked out (offsets stay as they are) and the rest is read
 * again, so that the resource around a half-typed line keeps its findings.
 */
export function parseYaml(text: string): YamlTree {
  let masked = text;
  let first = read(masked);
  for (
    let joined = 0;
    "reason" in first && first.reason === "deficient indentation" && joined < maxJoins;
    joined++
  ) {
    const lenient = joinQuotedLines(masked, first.offset);
    if (lenient === undefined) break;
    masked = lenient;
    first = read(masked);
  }
  if ("events" in first) return buildTree(masked, first.events);
  const problems: YamlProblem[] = [];
  let failure: Failure = first;
  for (let round = 0; round < maxRounds; round++) {
    const diagnosis = diagnose(masked, failure.offset, failure.reason);
    problems.push(
      ...diagnosis.problems.filter((found) => !problems.some((known) => known.start === found.start)),
    );
    if (diagnosis.masked === masked) break;
    masked = diagnosis.masked;
    const next = read(masked);
    if ("events" in next) {
      const tree = buildTree(masked, next.events);
      return { ...tree, problems: [...problems, ...tree.problems] };
    }
    failure = next;
  }
  return { root: undefined, anchors: new Map(), problems };
}

interface Failure {
  readonly offset: number;
  readonly reason: string;
}

function read(text: string): { readonly events: readonly Event[] } | Failure {
  try {
    return { events: parseEvents(text, { maxDepth }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) return { offset: 0, reason: "the text cannot be read as YAML" };
    return { offset: error.mark?.position ?? 0, reason: error.reason };
  }
}
