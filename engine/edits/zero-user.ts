import { containersOf } from "../kubernetes/containers.ts";
import type { Workload } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";
import { demandUser, type UserPlan } from "./user.ts";

/** Other values of 0 that would conflict with the runAsNonRoot of a plan, and must be changed together with it. */
export function zerosTogether({ workload, owner, users }: UserPlan): readonly Value[] {
  const isSingle = containersOf(workload).length === 1;
  const ownersWithUser = users.map(({ container }) => (isSingle ? owner : container.value));
  const zeros = new Set<Value>();
  for (let size = -1; size < zeros.size; ) {
    size = zeros.size;
    const owners = [owner, ...[...zeros].map(ownerOf)];
    for (const zero of zerosLeft(workload, owners, ownersWithUser)) zeros.add(zero);
  }
  return [...zeros];
}

/** The pod's spec or the container that sets a field of its security context. */
export function ownerOf(value: Value): Value {
  return value.parent!.parent!;
}

/** Replaces a runAsUser of 0. Without a runAsNonRoot, it is replaced in place, so that its comment stays. */
export function replaceZero(
  owner: Value,
  value: Value,
  plan: UserPlan,
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  if (plan.users.length > 0) return undefined;
  return owner.at("securityContext", "runAsNonRoot")
    ? [edit.remove(value), ...(demandUser(plan, edit) ?? [undefined])]
    : [edit.renameKey(value, "runAsNonRoot"), edit.setValue(value, true)];
}

/**
 * The `runAsUser: 0` fields that would conflict with `runAsNonRoot: true`, which the kubelet rejects, after these
 * owners lose a `runAsUser` of 0 and require a non-root user.
 *
 * @param ownersWithUser owners that get a user
 */
function zerosLeft(
  workload: Workload,
  owners: readonly Value[],
  ownersWithUser: readonly Value[],
): readonly Value[] {
  const { pod } = workload;
  const demands = (owner: Value) => {
    if (isAmong(owners, owner)) return true;
    return owner.at("securityContext", "runAsNonRoot")?.value ?? undefined;
  };
  const zeros = containersOf(workload)
    .filter(({ value }) => (demands(value) ?? demands(pod)) === true)
    .flatMap(({ value }) => zeroLeft([value, pod], owners, ownersWithUser) ?? []);
  return [...new Set(zeros)];
}

/** The `runAsUser: 0` that a container gets from the first of its levels (itself, the pod) that still sets a user. */
function zeroLeft(
  levels: readonly Value[],
  owners: readonly Value[],
  ownersWithUser: readonly Value[],
): Value | undefined {
  for (const level of levels) {
    if (isAmong(ownersWithUser, level)) return undefined;
    const user = level.at("securityContext", "runAsUser");
    const isReplaced = user?.number === 0 && isAmong(owners, level);
    if (user && !user.isNull && !isReplaced) return user.number === 0 ? user : undefined;
  }
  return undefined;
}

function isAmong(values: readonly Value[], { node }: Value): boolean {
  return values.some((value) => value.node === node);
}
