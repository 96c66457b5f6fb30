import { type Baseline, type BaselineKey, baselineName, type Counts, keyText } from "../config/baseline.ts";
import { Value } from "../kubernetes/value.ts";
import type { Finding } from "./finding.ts";
import type { RuleHit } from "./run.ts";

const none: Counts = new Map();

/** The known findings of a file, according to a baseline. */
export function countsIn(baseline: Baseline, uri: string): Counts {
  return baseline.files.get(baselineName(baseline, uri)) ?? none;
}

/** Separates the findings that are in a baseline, the first ones of each key, from the new ones. */
export function partByBaseline<Found>(
  findings: readonly Found[],
  hitOf: (finding: Found) => RuleHit,
  baselineCounts: Counts,
): { readonly known: readonly Found[]; readonly fresh: readonly Found[]; readonly left: Counts } {
  const counts = new Map(baselineCounts);
  const parted = { known: [] as Found[], fresh: [] as Found[], left: counts };
  for (const finding of findings) {
    const key = keyText(baselineKey(hitOf(finding)));
    const count = counts.get(key) ?? 0;
    parted[0 < count ? "known" : "fresh"].push(finding);
    if (1 < count) counts.set(key, count - 1);
    else counts.delete(key);
  }
  return parted;
}

/** The keys under which a baseline counts a finding, one for each rule that it reports. */
export function keysOfFinding({ origin }: Finding): readonly BaselineKey[] {
  return [origin.hit, ...(origin.others ?? [])].map(baselineKey);
}

function baselineKey({ active, hit, resource }: RuleHit): BaselineKey {
  const name = resource?.root.at("metadata", "name")?.string ?? "";
  const namespace = resource?.root.at("metadata", "namespace")?.string ?? "";
  return {
    rule: active.rule.id,
    // Without the version, because users upgrade it.
    resource: resource ? `${resource.group}/${resource.kind} ${namespace}/${name}` : "",
    path: hit.at instanceof Value ? stablePath(hit.at) : "",
  };
}

/** The path from the root of the object, with list items by name: `spec.containers[web].image`. */
function stablePath(value: Value): string {
  const steps: string[] = [];
  for (let current = value; current.parent; current = current.parent) {
    const step = current.path.at(-1);
    const name = typeof step === "number" ? (current.at("name")?.string ?? step) : undefined;
    steps.push(name === undefined ? `.${step}` : `[${name}]`);
  }
  return steps.reverse().join("").replace(/^\./, "");
}
