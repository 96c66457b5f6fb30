import { type Container, containersOf, nameOf, quotedName } from "./containers.ts";
import { once } from "./once.ts";
import { hasPodField } from "./pod-fields.ts";
import { isUnsetFor, type Level } from "./pod-security.ts";
import { titleOf } from "./pods.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/**
 * What rules say of one container: `held` it passes, `missing` neither it nor its pod says anything, `elsewhere` another
 * rule reports what is said, else the value at fault.
 */
export type Verdict = "held" | "missing" | "elsewhere" | Value;

/** What can have a security context, and what it should have said. */
export interface Owner {
  /** The pod's spec or the container. */
  readonly owner: Value;
  /** The owner as a sentence begins with it. */
  readonly subject: string;
  /** What names the owner. */
  readonly at: Value;
}

/** What is at fault in a pod's security contexts, and who would have to say otherwise. */
export interface Fault extends Owner {
  /** The value at fault, else what names the owner. */
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

/** What every owner says at one place of its security context; nothing for those that say nothing. */
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
 * A field of a container's security context, or of its pod's where the container has none: the way the kubelet reads
 * it. `unfinished` is text that is half-typed or filled in later.
 */
export function inherited(container: Container, ...way: readonly string[]): Value | "unset" | "unfinished" {
  return inheritedFor("none", container, ...way);
}

/** The same as a level of Pod Security reads it, to which nothing is unfinished that is null. */
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
 * The faults of a pod's containers in a field that the pod can set for all: a value of the pod's counts once, and
 * where no container has what it needs, the pod lacks it.
 *
 * @param shares whether what the containers lack can be set for all of them in one place
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
