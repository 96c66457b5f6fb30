import { type Document, isBroken, readDocument } from "../documents/document.ts";
import { type Resource, resourcesOf } from "../kubernetes/resource.ts";
import { twinsIn } from "../rule/problems.ts";
import { applyEdits } from "../text/range.ts";
import { planEdits } from "../yaml/edit/plan.ts";
import { type DocumentRun, type RuleHit, runOnObject } from "./run.ts";

/**
 * The hits that duplicate keys do not cause. A setting that is missing from the effective value is often in the
 * overridden one, and the duplicate key is reported already. So a hit is dropped if it would not exist with the first
 * value in effect, unless it is inside the second one.
 */
export function hitsBesideTwins(
  hits: readonly RuleHit[],
  document: Document,
  resources: readonly Resource[],
  run: Omit<DocumentRun, "settings">,
): readonly RuleHit[] {
  if (hits.length === 0 || isBroken(document)) return hits;
  const twins = twinsIn(document);
  if (twins.length === 0) return hits;
  const removals = twins.map(({ map, second }) => [{ type: "remove-pair" as const, map, pair: second }]);
  const { edits } = planEdits(document.text, document.tree, removals);
  const otherObjects = resourcesOf(readDocument(applyEdits(document.text, edits)));
  if (otherObjects.length !== resources.length) return hits;
  return hits.filter((hit) => {
    const { active, resource, start } = hit;
    const isInSecond = twins.some(
      ({ second: { key, value } }) => key.start <= start && start < (value ?? key).end,
    );
    const otherObject = resource && otherObjects[resources.indexOf(resource)];
    if (!otherObject || isInSecond || active.rule.on.of === "document") return true;
    return pathsIn(otherObject, hit, run).has(hit.path);
  });
}

/** The paths where a rule would hit an object. */
function pathsIn(
  object: Resource,
  { active, settings }: RuleHit,
  run: Omit<DocumentRun, "settings">,
): ReadonlySet<string> {
  return new Set(runOnObject(active, object, { ...run, settings }).map(({ path }) => path));
}
