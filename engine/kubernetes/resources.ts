import { type Container, containersOf, longRunningContainersOf, quotedName } from "./containers.ts";
import { isUnset } from "./fields.ts";
import { hasInjectedResources } from "./injected.ts";
import { isAsleep, isPause } from "./pause.ts";
import { titleOf } from "./pods.ts";
import { type Quantity, quantityOf } from "./quantity.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";

export type ResourceName = "cpu" | "memory" | "ephemeral-storage";
export type ResourceSide = "requests" | "limits";

/** Which containers a rule on resources covers, and which amounts it accepts. */
export interface ResourceDemand {
  /** Covers init containers as well. */
  readonly initContainers?: boolean;
  /** Does not accept a limit as a request, although requests default to limits. */
  readonly explicit?: boolean;
  /** Covers pause containers, containers that only sleep, and injected proxies as well. */
  readonly every?: boolean;
}

/**
 * Containers without a request or limit, whether their own or their pod's. An amount of 0 does not count.
 * Resources of a whole pod exist since 1.32. Source:
 * https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
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
      (list) =>
        isUnset(owner, "resources", list, resource) ||
        quantityOf(owner.at("resources", list, resource)) === 0n,
    );
  if (!lacks(workload.pod)) return [];
  const candidates = initContainers
    ? containersOf(workload).filter(({ role }) => role !== "ephemeral")
    : longRunningContainersOf(workload);
  const isExempt = (container: Container) =>
    isPause(container) || isAsleep(container) || hasInjectedResources(container);
  return candidates.filter((container) => lacks(container.value) && (every || !isExempt(container)));
}

/** The limit for a request, or the request for a limit, as a suggestion. `undefined` if it is not set. */
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

/** Whether the limit is 0, so that the API server rejects any request above 0. */
export function isLimitedToZero(owner: Value, resource: ResourceName): boolean {
  return quantityOf(owner.at("resources", "limits", resource)) === 0n;
}

/** A resource that a container, or a pod for all of its containers, both requests and limits. */
export interface ResourcePair {
  /** The owner's name at the start of a sentence. */
  readonly subject: string;
  readonly resource: string;
  readonly request: Value;
  readonly limit: Value;
  readonly requested: Quantity;
  readonly limited: Quantity;
}

/** All resources of a workload's pods that are requested and limited, except those that are filled in later. */
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

/** One request or limit of a container or a pod. */
export interface ResourceAmount {
  /** The owner's name at the start of a sentence. */
  readonly subject: string;
  readonly side: ResourceSide;
  readonly resource: string;
  readonly value: Value;
}

/** All requests and limits of a workload's pods and their containers. */
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

/** What can have resources: the pod as a whole, and each container. */
function ownersOf(workload: Workload): readonly { readonly owner: Value; readonly subject: string }[] {
  const containers = containersOf(workload).map((container) => ({
    owner: container.value,
    subject: `Container ${quotedName(container)}`,
  }));
  const title = titleOf(workload);
  const subject = workload.kind === "Pod" ? title : `The pod template of ${title}`;
  return [{ owner: workload.pod, subject }, ...containers];
}
