import { type Container, containersOf } from "./containers.ts";
import { isUnset } from "./fields.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** What rules say of one container: `held` it passes, `missing` neither it nor its pod says anything, else the value at fault. */
export type Verdict = "held" | "missing" | Value;

/** What is at fault in a pod's security contexts, and who would have to say otherwise. */
export interface Fault {
  /** The pod's spec or the container. */
  readonly owner: Value;
  /** Absent where the fault is the pod's. */
  readonly container: Container | undefined;
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
  const { pod } = workload;
  const judged = containersOf(workload).map((container) => ({ container, verdict: verdictOf(container) }));
  const faults = new Map<string, Fault>();
  for (const { container, verdict } of judged) {
    if (typeof verdict === "string") continue;
    const isOfContainer = verdict.pathText.startsWith(`${container.value.pathText}.`);
    const owner = isOfContainer ? container.value : pod;
    faults.set(verdict.pathText, { owner, container: isOfContainer ? container : undefined, value: verdict });
  }
  const missing = judged.filter(({ verdict }) => verdict === "missing");
  if (missing.length === 0) return [...faults.values()];
  if (!judged.some(({ verdict }) => verdict === "held"))
    return [...faults.values(), { owner: pod, container: undefined, value: undefined }];
  return [
    ...faults.values(),
    ...missing.map(({ container }) => ({ owner: container.value, container, value: undefined })),
  ];
}
