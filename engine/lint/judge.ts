import type { Plan } from "../config/plan.ts";
import type { Resource } from "../kubernetes/resource.ts";
import { type RuleHit, type RunContext, runRule } from "./run.ts";
import type { Suppression } from "./suppress.ts";

/** Hits of one document of a file. */
export interface DocumentHits {
  readonly at: number;
  readonly hits: readonly RuleHit[];
}

interface Suppressible {
  readonly entries: readonly {
    readonly entry: {
      readonly suppressions: readonly Suppression[];
      readonly resources: readonly Resource[];
    };
  }[];
}

/**
 * Takes out what comments silence, and adds what the rules about such comments say.
 *
 * @param known the ids of all rules, active or not: a rule that is off leaves no unused suppression
 */
export function judge(
  file: Suppressible,
  documents: readonly DocumentHits[],
  plan: Plan,
  known: ReadonlySet<string>,
  run: RunContext,
): readonly DocumentHits[] {
  if (file.entries.every(({ entry }) => entry.suppressions.length === 0)) return documents;
  const used = new Set<string>();
  const all = file.entries.flatMap(({ entry }, at) =>
    entry.suppressions.map((suppression) => ({ suppression, at })),
  );
  const kept = documents.map(({ at, hits }) => ({
    at,
    hits: hits.filter((hit) => {
      let silenced = false;
      for (const { suppression, at: home } of all) {
        if (suppression.scope !== "file" && home !== at) continue;
        for (const rule of suppression.rules) {
          if (rule.id !== hit.active.rule.id || !speaksOf(suppression, hit)) continue;
          used.add(key(home, suppression, rule.id));
          silenced = true;
        }
      }
      return !silenced;
    }),
  }));
  const judging = plan.common.rules.filter(({ rule }) => rule.on.of === "suppression");
  return kept.map(({ at, hits }) => {
    const { suppressions, resources } = file.entries[at]!.entry;
    if (suppressions.length === 0) return { at, hits };
    const active = activeIn(plan, resources);
    const judged = suppressions.map((suppression) => ({
      ...suppression,
      unused: suppression.rules
        .filter(({ id }) => (active.has(id) || !known.has(id)) && !used.has(key(at, suppression, id)))
        .map((rule) => ({ ...rule, known: known.has(rule.id) })),
    }));
    const said = judging.flatMap((rule) => judged.flatMap((one) => runRule(rule, one, undefined, run)));
    return { at, hits: [...hits, ...said] };
  });
}

/** The ids of all rules that are on for a document or one of its resources. */
function activeIn(plan: Plan, resources: readonly Resource[]): ReadonlySet<string> {
  const judgements = [plan.common, ...(plan.of ? resources.map(plan.of) : [])];
  return new Set(judgements.flatMap(({ rules }) => rules.map(({ rule }) => rule.id)));
}

function speaksOf({ scope, line }: Suppression, hit: RuleHit): boolean {
  return scope !== "line" || (line.start <= hit.start && hit.start <= line.end);
}

function key(at: number, suppression: Suppression, id: string): string {
  return `${at}:${suppression.start}:${id}`;
}
