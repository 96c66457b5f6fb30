import { explainReason } from "./explain.ts";
import type { Failure } from "./failure.ts";
import type { YamlProblem } from "./node.ts";
import { spansOfLines } from "./outdented.ts";
import { type Suspect, suspects } from "./suspects.ts";
import { lineStart, nextLine } from "./trivia.ts";

/** Parses a text and returns the failure, if any. */
export type Probe = (text: string) => Failure | undefined;

export interface Recovered {
  /** The text with the culprits blanked out, of the same length; it might still not be YAML. */
  readonly masked: string;
  readonly problems: readonly YamlProblem[];
}

/** A document is recovered in at most this many places. */
const maxRounds = 12;
/** Characters to read while searching; after that, the first suspect that helps wins. */
const patience = 1_000_000;

/**
 * Searches for the smallest text whose removal makes the rest valid YAML.
 *
 * The parser notices a mistake at or after its position, so there are a few suspects around each failure. Each is
 * blanked out on trial. The culprit is the one that lets the parser get furthest; if several of them fix the whole
 * document, it is the shortest.
 */
export function recover(text: string, failure: Failure, probe: Probe): Recovered {
  const draft: Draft = { masked: text, problems: [], failure };
  const effort: Effort = { probe, read: 0 };
  let untabbed = false;
  for (let round = 0; draft.failure !== undefined && round < maxRounds; round++) {
    // Inside brackets, a tab is ordinary white space.
    if (!untabbed && draft.failure.reason !== "deficient indentation") {
      untabbed = true;
      untab(draft, probe);
    } else if (!blankOut(draft, draft.failure, effort)) break;
  }
  const { masked, problems, failure: rest } = draft;
  if (rest === undefined) return { masked, problems };
  const head = headOnly(masked, rest, probe);
  return { masked: head, problems: problems.length === 0 ? [unexplained(text, failure)] : problems };
}

/** A text that is being recovered. */
interface Draft {
  masked: string;
  readonly problems: YamlProblem[];
  /** Where the parser fails now; `undefined` when it reads everything. */
  failure: Failure | undefined;
}

/** Replaces tabs that are used as indentation. */
function untab(draft: Draft, probe: Probe): void {
  const { masked, problems } = indentationTabs(draft.masked);
  if (problems.length === 0) return;
  draft.masked = masked;
  draft.failure = probe(masked);
  for (const problem of problems) draft.problems.push(problem);
}

/** Blanks out the culprit of a failure; `false` if none is found. */
function blankOut(draft: Draft, failure: Failure, effort: Effort): boolean {
  const best = search(draft.masked, failure, effort);
  if (best === undefined) return false;
  draft.masked = best.masked;
  draft.failure = best.failure;
  const { problem } = best.suspect;
  if (problem && !isEcho(best.masked, draft.problems, problem)) draft.problems.push(problem);
  return true;
}

/** How to parse on trial, and how many characters were parsed that way. */
interface Effort {
  readonly probe: Probe;
  read: number;
}

/** Blanks out each suspect on trial, and returns the best trial. */
function search(text: string, from: Failure, effort: Effort): Trial | undefined {
  let best: Trial | undefined;
  const enough = linesBelow(text, from.offset, 4);
  for (const suspect of suspects(text, from)) {
    const without = suspect.apply(text);
    if (without === text) continue;
    const trial = judge(suspect, without, effort.probe(without), enough);
    effort.read += without.length;
    if (trial.reach <= from.offset) continue;
    if (best === undefined || isBetter(trial, best)) best = trial;
    if (suspect.certain) return trial;
    if (patience < effort.read && best.good) return best;
  }
  return best;
}

interface Trial {
  readonly suspect: Suspect;
  readonly masked: string;
  readonly failure: Failure | undefined;
  /** How far the parser got. */
  readonly reach: number;
  /** It got so far that the next failure, if any, is a different mistake. */
  readonly good: boolean;
}

function judge(suspect: Suspect, masked: string, failure: Failure | undefined, enough: number): Trial {
  if (failure === undefined) return { suspect, masked, failure, reach: Number.POSITIVE_INFINITY, good: true };
  // An unclosed bracket or quote swallows the rest, so reaching the end that way does not count.
  const swallowed =
    /^unexpected end of the stream/.test(failure.reason) || masked.trimEnd().length <= failure.offset;
  const reach = swallowed ? enough - 1 : failure.offset;
  return { suspect, masked, failure, reach, good: enough <= reach };
}

/** Suspects that help are compared by cost, not by reach: a big one hides other mistakes. */
function isBetter(a: Trial, b: Trial): boolean {
  if (a.good && b.good) return a.suspect.cost < b.suspect.cost;
  if (a.reach !== b.reach) return b.reach < a.reach;
  return a.suspect.cost < b.suspect.cost;
}

/** The offset a few lines below another. */
function linesBelow(text: string, offset: number, count: number): number {
  let at = offset;
  for (let line = 0; line < count; line++) at = nextLine(text, at);
  return at;
}

/** A second problem directly below the first is usually a consequence of it. */
function isEcho(text: string, known: readonly YamlProblem[], problem: YamlProblem): boolean {
  return known.some(
    ({ start, end }) =>
      start === problem.start ||
      (start < problem.start && text.slice(end, problem.start).trim() === "" && problem.code === "syntax"),
  );
}

/** The text before the line that cannot be parsed. */
function headOnly(text: string, failure: Failure, probe: Probe): string {
  let at = lineStart(text, failure.offset);
  for (let attempt = 0; attempt < 4 && 0 < at; attempt++) {
    const head = text.slice(0, at);
    const again = probe(head);
    if (again === undefined) return head;
    at = lineStart(text, Math.min(again.offset, at - 1));
  }
  return "";
}

/** Tabs used for indentation are one problem per line, and are read as one space each. Tabs inside scalars are text. */
function indentationTabs(text: string): Recovered {
  const problems: YamlProblem[] = [];
  const spans = text.includes("\t") ? spansOfLines(text) : [];
  let next = 0;
  const masked = text.replace(/^ *\t[ \t]*(?=[^\s#\]},])/gm, (indent, start: number) => {
    while (next < spans.length && spans[next]!.end <= start) next++;
    if (next < spans.length && spans[next]!.start < start) return indent;
    const tab = start + indent.indexOf("\t");
    const message = "A tab is used as indentation, but YAML allows only spaces";
    problems.push({ code: "tab-indentation", start: tab, end: start + indent.length, message });
    return indent.replaceAll("\t", " ");
  });
  return { masked, problems };
}

function unexplained(text: string, { offset, reason }: Failure): YamlProblem {
  const start = Math.min(offset, Math.max(text.length - 1, 0));
  return { code: "syntax", start, end: Math.min(start + 1, text.length), message: explainReason(reason) };
}
