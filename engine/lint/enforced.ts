import type { EnforcementOf } from "../config/namespace-level.ts";
import { asWorkload, type Resource } from "../kubernetes/resource.ts";
import { type DocumentRun, type RuleHit, runRule } from "./run.ts";

/** The effect of the namespaces' Pod Security levels on the resources of a document. */
export interface Enforced {
  readonly hits: readonly RuleHit[];
  /** By resource, the rules whose regular hits are dropped. */
  readonly overruled: ReadonlyMap<Resource, ReadonlySet<string>>;
}

/** Runs the rules of the enforced levels on resources that run pods. */
export function runEnforced(
  resources: readonly Resource[],
  enforcementOf: EnforcementOf,
  run: DocumentRun,
): Enforced {
  const hits: (readonly RuleHit[])[] = [];
  const overruled = new Map<Resource, ReadonlySet<string>>();
  for (const resource of resources) {
    const enforcement = asWorkload(resource) && enforcementOf(resource, run.workspace);
    if (!enforcement) continue;
    overruled.set(resource, enforcement.overruled);
    for (const active of enforcement.rules) hits.push(runRule(active, "resource", resource, resource, run));
  }
  return { hits: hits.flat(), overruled };
}

/** The hits of the configured rules, with the hits of the levels replacing those that they overrule. */
export function withEnforced(hits: readonly RuleHit[], enforced: Enforced): readonly RuleHit[] {
  const remainder = hits.filter(
    ({ resource, active }) => !resource || !enforced.overruled.get(resource)?.has(active.rule.id),
  );
  return [...remainder, ...enforced.hits];
}
