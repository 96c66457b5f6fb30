import { matches, readLabels, readSelector } from "./labels.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/**
 * Whether a topology spread constraint or an effective anti-affinity spreads the replicas of a workload. Text that is
 * filled in later counts as well.
 */
export function isSpread({ pod, template }: Workload): boolean {
  const labels = readLabels(template.at("metadata", "labels"));
  if (!labels) return true;
  const selectors = [...spreadSelectors(pod), ...antiAffinitySelectors(pod)];
  return selectors.some((value) => {
    if (!value?.isMap) return false;
    const selector = readSelector(value);
    return selector === undefined || matches(selector, labels);
  });
}

/**
 * The labels by which a workload selects its pods, else those of its pods; `undefined` without any, or if they are
 * filled in later.
 */
export function ownLabels({ kind, root, template }: Workload): Readonly<Record<string, string>> | undefined {
  const selector = root.at("spec", "selector");
  const isPlain = kind === "DeploymentConfig" || kind === "ReplicationController";
  const selected = readLabels(isPlain ? selector : selector?.at("matchLabels"));
  const carried = readLabels(template.at("metadata", "labels"));
  if (!selected || !carried) return undefined;
  const labels = selected.size > 0 ? selected : carried;
  // Another rule reports a selector that does not match.
  const isOwn = [...labels].every(([key, value]) => carried.get(key) === value);
  return isOwn && labels.size > 0 ? Object.fromEntries(labels) : undefined;
}

/** A constraint that spreads pods with these labels over nodes, but still schedules them if that is not possible. */
export function spreadConstraint(labels: Readonly<Record<string, string>>) {
  return {
    maxSkew: 1,
    topologyKey: "kubernetes.io/hostname",
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: labels },
  } as const;
}

/**
 * Whether `spreadConstraint` can be added to a pod: the API server rejects two constraints with the same topology and
 * severity.
 */
export function canSpread(pod: Value): boolean {
  const { topologyKey, whenUnsatisfiable } = spreadConstraint({});
  const constraints = pod.at("topologySpreadConstraints")?.items() ?? [];
  return !constraints.some(
    (constraint) =>
      constraint.at("topologyKey")?.string === topologyKey &&
      constraint.at("whenUnsatisfiable")?.string === whenUnsatisfiable,
  );
}

/** Where a constraint is inserted among the fields of a pod. */
export const spreadPlace = { before: ["initContainers", "containers"] };

function spreadSelectors(pod: Value): readonly (Value | undefined)[] {
  return (pod.at("topologySpreadConstraints")?.items() ?? []).map((one) => one.at("labelSelector"));
}

function antiAffinitySelectors(pod: Value): readonly (Value | undefined)[] {
  return antiAffinityTerms(pod).map((term) => term.at("labelSelector"));
}

/** Whether a term of an anti-affinity keeps the replicas of a workload on different nodes. */
export function keepsApart(term: Value, { namespace, template }: Workload): boolean {
  const namespaces = term.at("namespaces")?.items() ?? [];
  if (namespaces.length > 0 && !namespaces.some((one) => one.string === (namespace ?? ""))) return false;
  if (term.at("topologyKey")?.string !== "kubernetes.io/hostname") return false;
  const selector = term.at("labelSelector");
  const requirements = selector?.isMap ? readSelector(selector) : undefined;
  const labels = readLabels(template.at("metadata", "labels")) ?? new Map<string, string>();
  return requirements !== undefined && matches(requirements, labels);
}

/** The terms of a pod's anti-affinity, required or preferred. */
export function antiAffinityTerms(pod: Value): readonly Value[] {
  const terms = pod.at("affinity", "podAntiAffinity");
  const list = (name: string) => terms?.at(name)?.items() ?? [];
  return [
    ...list("requiredDuringSchedulingIgnoredDuringExecution"),
    ...list("preferredDuringSchedulingIgnoredDuringExecution").flatMap(
      (one) => one.at("podAffinityTerm") ?? [],
    ),
  ];
}
