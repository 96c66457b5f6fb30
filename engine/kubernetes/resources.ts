import { type Container, longRunningContainersOf } from "./containers.ts";
import { isUnset } from "./fields.ts";
import type { Workload } from "./resource.ts";

export type ResourceName = "cpu" | "memory";
export type ResourceSide = "requests" | "limits";

/**
 * Steady containers for which neither they nor their pod say how much of a resource they get. A limit counts as a
 * request, because requests default to limits; what a pod says for all of its containers counts from 1.32 on.
 * Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export function containersWithout(
  workload: Workload,
  side: ResourceSide,
  resource: ResourceName,
): readonly Container[] {
  const sides: readonly ResourceSide[] = side === "requests" ? ["requests", "limits"] : ["limits"];
  const lacks = (owner: Container["value"]) =>
    sides.every((one) => isUnset(owner, "resources", one, resource));
  return lacks(workload.pod) ? longRunningContainersOf(workload).filter(({ value }) => lacks(value)) : [];
}
