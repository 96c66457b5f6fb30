import { isUnset } from "./fields.ts";
import type { Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** Kinds whose number of equal pods is `spec.replicas`. */
const counted: ReadonlySet<string> = new Set([
  "Deployment",
  "DeploymentConfig",
  "ReplicaSet",
  "ReplicationController",
  "Rollout",
  "StatefulSet",
]);

/**
 * The number of pods of a workload, 1 by default; `undefined` for kinds without a count, or if it is filled in later.
 */
export function replicasOf({ kind, root }: Resource): number | undefined {
  if (!counted.has(kind)) return undefined;
  return isUnset(root, "spec", "replicas") ? 1 : root.at("spec", "replicas")?.number;
}

/** Whether each replica of a kind is a single pod. */
export function hasCountedPods(kind: string): boolean {
  return counted.has(kind);
}

/** A number of pods, or a percentage of them. */
export interface PodCount {
  readonly value: number;
  readonly percent: boolean;
}

/** Reads `1` and `50%`; `undefined` for anything else. */
export function podCountOf(value: Value | undefined): PodCount | undefined {
  if (value?.number !== undefined) return { value: value.number, percent: false };
  const percent = /^(\d{1,3})%$/.exec(value?.string ?? "")?.[1];
  return percent === undefined ? undefined : { value: Number(percent), percent: true };
}

/**
 * How many of a number of pods a count means; a percentage is rounded up, as budgets do with both of their fields.
 * Source: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#rounding-logic-when-specifying-percentages
 */
export function countAmong({ value, percent }: PodCount, pods: number): number {
  return percent ? Math.ceil((value * pods) / 100) : value;
}
