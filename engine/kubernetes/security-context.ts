import { type Container, containersOf, nameOf } from "./containers.ts";
import { isUnset } from "./fields.ts";
import { titleOf } from "./pods.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** What rules say of one container: `held` it passes, `missing` neither it nor its pod says anything, else the value at fault. */
export type Verdict = "held" | "missing" | Value;

/** What is at fault in a pod's security contexts, and who would have to say otherwise. */
export interface Fault {
  /** The pod's spec or the container. */
  readonly owner: Value;
  /** The owner as a sentence begins with it. */
  readonly subject: string;
  /** The value at fault, else what names the owner. */
  readonly at: Value;
  /** Absent where nothing is set. */
  readonly value: Value | undefined;
}

/**
 * A field of a container's security context, or of its pod's where the container has none: the way the kubelet reads
 * it. `unfinished` is text that is half-typed or filled in later.
 */
export function inherited(container: Container, ...way: readonly string[]): Value | "unset" | "unfinished" {
  for (const owner of [container.value, container.workload.pod]) {
    const value = owner.at("securityContext", ...way);
    if (value) return value.isNull ? "unfinished" : value;
    if (!isUnset(owner, "securityContext", ...way)) return "unfinished";
  }
  return "unset";
}

/**
 * The faults of a pod's containers in a field that the pod can set for all: a value of the pod's counts once, and
 * where no container has what it needs, the pod lacks it.
 */
export function inheritedFaults(
  workload: Workload,
  verdictOf: (container: Container) => Verdict,
): readonly Fault[] {
  const ofPod = {
    owner: workload.pod,
    subject: titleOf(workload),
    at: workload.anchor,
    value: undefined,
  };
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
  if (!judged.some(({ verdict }) => verdict === "held")) return [...faults.values(), ofPod];
  return [...faults.values(), ...missing.map(({ container }) => ofContainer(container))];
}

function ofContainer(container: Container): Fault {
  const subject = `Container "${container.name}"`;
  return { owner: container.value, subject, at: nameOf(container), value: undefined };
}
