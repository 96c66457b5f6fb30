import type { EnforcementOf } from "../config/namespace-level.ts";
import { asWorkload, type Resource } from "../kubernetes/resource.ts";
import { type DocumentRun, type RuleHit, runRule } from "./run.ts";

/** What the levels of namespaces say of the resources of a document. */
export interface Enforced {
  readonly hits: readonly RuleHit[];
  /** By resource, the rules whose other hits do not count. */
  readonly overruled: ReadonlyMap<Resource, ReadonlySet<string>>;
}

/** Runs the rules of their namespaces' levels on resources that run pods. */
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

/** The hits of the configuration's own rules with those of the levels in the place of what they overrule. */
export function withEnforced(hits: readonly RuleHit[], enforced: Enforced): readonly RuleHit[] {
  const kept = hits.filter(
    ({ resource, active }) => !resource || !enforced.overruled.get(resource)?.has(active.rule.id),
  );
  return [...kept, ...enforced.hits];
}
