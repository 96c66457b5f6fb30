import { type Container, containersOf, longRunningContainersOf, quotedName } from "./containers.ts";
import { isUnset } from "./fields.ts";
import { hasInjectedResources } from "./injected.ts";
import { isPause } from "./pause.ts";
import { type Quantity, quantityOf } from "./quantity.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";

export type ResourceName = "cpu" | "memory" | "ephemeral-storage";
export type ResourceSide = "requests" | "limits";

/** What a rule takes for an answer to how much a container gets. */
export interface ResourceDemand {
  /** Asks init containers as well. */
  readonly initContainers?: boolean;
  /** Takes no limit for a request, although requests default to limits. */
  readonly explicit?: boolean;
  /** Asks those as well that need next to nothing, and those that get it from elsewhere. */
  readonly every?: boolean;
}

/**
 * Containers for which neither they nor their pod say how much of a resource they get; none of nothing is no answer.
 * What a pod says for all of its containers counts from 1.32 on.
 * Source: https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export function containersWithout(
  workload: Workload,
  side: ResourceSide,
  resource: ResourceName,
  { initContainers = false, explicit = false, every = false }: ResourceDemand = {},
): readonly Container[] {
  const sides: readonly ResourceSide[] = side === "requests" && !explicit ? ["requests", "limits"] : [side];
  const lacks = (owner: Value) =>
    sides.every(
      (one) =>
        isUnset(owner, "resources", one, resource) || quantityOf(owner.at("resources", one, resource)) === 0n,
    );
  if (!lacks(workload.pod)) return [];
  const asked = initContainers
    ? containersOf(workload).filter(({ role }) => role !== "ephemeral")
    : longRunningContainersOf(workload);
  const isSpared = (container: Container) => isPause(container) || hasInjectedResources(container);
  return asked.filter((container) => lacks(container.value) && (every || !isSpared(container)));
}

/** What the other side says of a resource, which is a sound first guess; `undefined` where it says nothing. */
export function otherAmount(
  owner: Value,
  side: ResourceSide,
  resource: ResourceName,
): string | number | undefined {
  const amount = owner.at("resources", side === "requests" ? "limits" : "requests", resource);
  if (!quantityOf(amount)) return undefined;
  const text = amount?.scalar?.text;
  return String(amount?.number) === text ? amount?.number : text;
}

/** Whether a request of more than nothing would be above the limit, which the API server rejects. */
export function isLimitedToZero(owner: Value, resource: ResourceName): boolean {
  return quantityOf(owner.at("resources", "limits", resource)) === 0n;
}

/** A resource that a container, or a pod for all of its containers, both requests and limits. */
export interface ResourcePair {
  /** The owner as a sentence begins with it. */
  readonly subject: string;
  readonly resource: string;
  readonly request: Value;
  readonly limit: Value;
  readonly requested: Quantity;
  readonly limited: Quantity;
}

/** All resources of a workload's pods that are requested and limited, without what is filled in later. */
export function resourcePairs(workload: Workload): readonly ResourcePair[] {
  return ownersOf(workload).flatMap(({ owner, subject }) =>
    (owner.at("resources", "requests")?.entries() ?? []).flatMap(({ name, value }) => {
      const limit = owner.at("resources", "limits", name);
      const requested = quantityOf(value);
      const limited = quantityOf(limit);
      if (!limit || requested === undefined || limited === undefined) return [];
      return [{ subject, resource: name, request: value, limit, requested, limited }];
    }),
  );
}

/** One amount of a resource that a container or a pod asks for or is limited to. */
export interface ResourceAmount {
  /** The owner as a sentence begins with it. */
  readonly subject: string;
  readonly side: ResourceSide;
  readonly resource: string;
  readonly value: Value;
}

/** All amounts that a workload's pods and their containers request, and those to which they are limited. */
export function resourceAmounts(workload: Workload): readonly ResourceAmount[] {
  return ownersOf(workload).flatMap(({ owner, subject }) =>
    (["requests", "limits"] as const).flatMap((side) =>
      (owner.at("resources", side)?.entries() ?? []).map(({ name, value }) => ({
        subject,
        side,
        resource: name,
        value,
      })),
    ),
  );
}

/** Who may have resources: the pod for all of its containers, and each container. */
function ownersOf(workload: Workload): readonly { readonly owner: Value; readonly subject: string }[] {
  const containers = containersOf(workload).map((container) => ({
    owner: container.value,
    subject: `Container ${quotedName(container)}`,
  }));
  return [{ owner: workload.pod, subject: "The pod" }, ...containers];
}
