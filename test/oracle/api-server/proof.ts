/** Checks with the API server what the project promises of every fix. */
import type { BuiltFix } from "../../../engine/lint/finding.ts";
import type { FixAllResult } from "../../../engine/linter.ts";
import { applyEdits } from "../../../engine/text/range.ts";
import type { Texts } from "../../harness/promise.ts";
import type { ApiClient, Verdict } from "./client.ts";
import { withoutLabels } from "./defaulted.ts";
import { type Submission, submissionsOf } from "./documents.ts";

interface Judged {
  readonly submission: Submission;
  readonly verdict: Verdict;
}

/** The files that a fix changes or creates, after the fix. */
export function textsAfter(texts: Texts, uri: string, fix: BuiltFix): Texts {
  return new Map([
    [uri, applyEdits(texts.get(uri)!, fix.edits)],
    ...fix.elsewhere.map((file) => [file.uri, applyEdits(texts.get(file.uri) ?? "", file.edits)] as const),
    ...fix.created.map((file) => [file.uri, file.text] as const),
  ]);
}

/** The same for all fixes of a file. */
export function textsAfterAll(texts: Texts, uri: string, result: FixAllResult): Texts {
  const { text, elsewhere, created } = result;
  return new Map([
    [uri, text],
    ...elsewhere.map((file) => [file.uri, applyEdits(texts.get(file.uri) ?? "", file.edits)] as const),
    ...created.map((file) => [file.uri, file.text] as const),
  ]);
}

/**
 * How a change breaks its promise, one text for each object: the server accepted it and no longer does, or it is new
 * and not accepted. If the change is safe, also what the server's defaulted object lost or got.
 */
export async function brokenPromises(
  client: ApiClient,
  before: Texts,
  after: Texts,
  isSafe: boolean,
): Promise<readonly string[]> {
  const broken: string[] = [];
  for (const [uri, text] of after) {
    const old = before.get(uri) ?? "";
    if (old === text) continue;
    const [was, is] = await Promise.all([judgeText(client, old), judgeText(client, text)]);
    for (const [first, second] of pairs(was, is)) {
      if (!second || second.verdict.outcome === "unjudged") continue;
      const { kind, name } = second.submission;
      if (first && first.verdict.outcome !== "accepted") continue;
      if (second.verdict.outcome === "rejected")
        broken.push(
          `${kind} ${name} ${first ? "is no longer" : "is new and not"} accepted: ${second.verdict.reason}`,
        );
      // The server answers in the version of the request, so the answers for two versions are not comparable.
      else if (
        isSafe &&
        first?.submission.apiVersion === second.submission.apiVersion &&
        first.verdict.object &&
        second.verdict.object
      ) {
        const difference = firstDifference(
          withoutLabels(first.verdict.object),
          withoutLabels(second.verdict.object),
        );
        if (difference) broken.push(`${kind} ${name} differs in ${difference}`);
      }
    }
  }
  return broken;
}

export function judgeText(client: ApiClient, text: string): Promise<readonly (Judged | undefined)[]> {
  return Promise.all(
    submissionsOf(text).map(
      async (submission) => submission && { submission, verdict: await client.create(submission) },
    ),
  );
}

/** Pairs the objects of two versions of a text: by position if none were added or removed, or else by name. */
function pairs(
  before: readonly (Judged | undefined)[],
  after: readonly (Judged | undefined)[],
): readonly (readonly [Judged | undefined, Judged | undefined])[] {
  // An object that could not be read cannot be found by name.
  if (before.length === after.length || before.includes(undefined))
    return before.map((judged, at) => (judged ? [judged, after[at]] : [undefined, undefined]));
  const left = before.flatMap((judged) => judged ?? []);
  return after.map((judged) => {
    if (!judged) return [undefined, undefined];
    const named = left.findIndex(({ submission }) => identity(submission) === identity(judged.submission));
    // A name that is not a string, such as `off`, becomes one in a fix.
    const unnamed = left.findIndex(
      ({ submission: { kind, name } }) => name === undefined && kind === judged.submission.kind,
    );
    const at = named === -1 ? unnamed : named;
    return [at === -1 ? undefined : left.splice(at, 1)[0], judged];
  });
}

/** Without the namespace, which fixes add. */
function identity({ kind, name }: Submission): string {
  return `${kind} ${name}`;
}

/** The path of the first value that differs between two objects, with both values. */
function firstDifference(a: unknown, b: unknown, path = ""): string | undefined {
  if (Object.is(a, b)) return undefined;
  const isTree = (value: unknown): value is object => typeof value === "object" && value !== null;
  if (!isTree(a) || !isTree(b)) return `${path}: ${JSON.stringify(a)} → ${JSON.stringify(b)}`;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const difference = firstDifference(left.get(key), right.get(key), path ? `${path}.${key}` : key);
    if (difference) return difference;
  }
  return undefined;
}
