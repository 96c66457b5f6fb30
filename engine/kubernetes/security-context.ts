import { type Container, containersOf, nameOf, quotedName } from "./containers.ts";
import { once } from "./once.ts";
import { hasPodField } from "./pod-fields.ts";
import { isUnsetFor, type Level } from "./pod-security.ts";
import { titleOf } from "./pods.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/**
 * The result for one container: `held` means that it passes, `missing` that neither it nor its pod sets the field,
 * `elsewhere` that a different rule reports its value. Otherwise, the value at fault.
 */
export type Verdict = "held" | "missing" | "elsewhere" | Value;

/** A pod or a container, which can have a security context. */
export interface Owner {
  /** The pod's spec or the container. */
  readonly owner: Value;
  /** The owner's name at the start of a sentence. */
  readonly subject: string;
  /** The place of the owner's name. */
  readonly at: Value;
}

/** A fault in a pod's security contexts, with the owner that must be changed. */
export interface Fault extends Owner {
  /** The value at fault, or the owner's name if nothing is set. */
  readonly at: Value;
  /** Absent where nothing is set. */
  readonly value: Value | undefined;
}

/** The pod, then its containers. Walks once for all rules. */
export function ownersOf(workload: Workload): readonly Owner[] {
  return once(workload, readOwners);
}

function readOwners(workload: Workload): readonly Owner[] {
  return [podOf(workload), ...containersOf(workload).map(ofContainer)];
}

/** The values of one field in the security contexts of all owners that set it. */
export function securitySettings(
  workload: Workload,
  ...way: readonly string[]
): readonly (Owner & { readonly value: Value })[] {
  return ownersOf(workload).flatMap((one) => {
    const value = one.owner.at("securityContext", ...way);
    return value ? [{ ...one, value }] : [];
  });
}

/**
 * A field of a container's security context, or of its pod's if the container does not set it, as the kubelet reads it.
 * `unfinished` is text that is incomplete or filled in later.
 */
export function inherited(container: Container, ...way: readonly string[]): Value | "unset" | "unfinished" {
  return inheritedFor("none", container, ...way);
}

/** The same as a Pod Security level reads it, which treats null as not set. */
export function inheritedFor(
  level: Level,
  container: Container,
  ...way: readonly string[]
): Value | "unset" | "unfinished" {
  for (const owner of [container.value, container.workload.pod]) {
    if (isUnsetFor(level, owner, "securityContext", ...way)) continue;
    const value = owner.at("securityContext", ...way);
    return value && !value.isNull ? value : "unfinished";
  }
  return "unset";
}

/**
 * The faults of a pod's containers in a field that the pod can set for all of them. A value of the pod is one fault, and
 * if no container has what it needs, the fault is the pod's.
 *
 * @param shares whether the pod can set the field for these containers
 */
export function inheritedFaults(
  workload: Workload,
  verdictOf: (container: Container) => Verdict,
  shares: (containers: readonly Container[]) => boolean = () => true,
): readonly Fault[] {
  const ofPod = { ...podOf(workload), value: undefined };
  const judged = containersOf(workload).map((container) => ({ container, verdict: verdictOf(container) }));
  const faults = new Map<string, Fault>();
  for (const { container, verdict } of judged) {
    if (typeof verdict === "string") continue;
    const isOfContainer = verdict.pathText.startsWith(`${container.value.pathText}.`);
    const owner = isOfContainer ? ofContainer(container) : ofPod;
    faults.set(verdict.pathText, { ...owner, at: verdict, value: verdict });
  }
  const missing = judged.filter(({ verdict }) => verdict === "missing");
  if (missing.length === 0) return [...faults.values()];
  const isOfPod =
    hasPodField(workload, "securityContext") &&
    !judged.some(({ verdict }) => verdict === "held") &&
    shares(missing.map(({ container }) => container));
  if (isOfPod) return [...faults.values(), ofPod];
  const ofContainers = missing.map(({ container }) => ({ ...ofContainer(container), value: undefined }));
  return [...faults.values(), ...ofContainers];
}

function podOf(workload: Workload): Owner {
  return { owner: workload.pod, subject: titleOf(workload), at: workload.anchor };
}

function ofContainer(container: Container): Owner {
  return { owner: container.value, subject: `Container ${quotedName(container)}`, at: nameOf(container) };
}
