import { type Container, commandWords, containersOf, isPrivileged } from "./containers.ts";
import { isPause } from "./pause.ts";
import { hasPodField } from "./pod-fields.ts";
import { isUnsetFor } from "./pod-security.ts";
import type { Workload } from "./resource.ts";
import {
  type Fault,
  inherited,
  inheritedFaults,
  type Owner,
  ownersOf,
  type Verdict,
} from "./security-context.ts";
import type { Value } from "./value.ts";

/**
 * Why containers run as root, based on the user that each container ends up with.
 *
 * @param every also counts containers that gain nothing from a non-root user: privileged ones, init containers next to
 * those, those that switch users themselves or by their image, and those that only wait @param shares whether the pod
 * can set what is missing for all of its containers @param isOther whether the container starts as another user because
 * of its image
 */
export function rootFaults(
  workload: Workload,
  every: boolean,
  shares: Shares,
  isOther: (container: Container) => boolean,
): readonly Fault[] {
  const isWithPrivileged = containersOf(workload).some(isPrivileged);
  const verdict = (container: Container) => {
    if (every) return verdictOf(container);
    if (container.role === "init" && isWithPrivileged) return "held";
    if (isPrivileged(container) || isPause(container)) return "held";
    const found = verdictOf(container);
    return found === "missing" && (takesUser(container) || isOther(container)) ? "held" : found;
  };
  return inheritedFaults(workload, verdict, shares);
}

/** The same faults by container: a value that the pod sets or omits counts for each container that it applies to. */
export function ofEachContainer(workload: Workload, faults: readonly Fault[]): readonly Fault[] {
  const isOwner = (value: Value) => faults.some(({ owner }) => owner === value);
  const rooted = containersOf(workload).filter((one) => startsAsRoot(one) && !isOwner(one.value));
  const owners = ownersOf(workload);
  return faults.flatMap((fault) => {
    if (fault.owner !== workload.pod) return fault;
    return rooted.flatMap(({ value }) => {
      const named = owners.find(({ owner }) => owner === value);
      return named ? { ...fault, subject: named.subject, at: named.at } : [];
    });
  });
}

export type Shares = (containers: readonly Container[]) => boolean;

/** Whether the container can run as its image's user, or is set to run as root. */
export function startsAsRoot(container: Container): boolean {
  const user = inherited(container, "runAsUser");
  if (user !== "unset") return user !== "unfinished" && user.number === 0;
  const nonRoot = inherited(container, "runAsNonRoot");
  return typeof nonRoot === "string" ? nonRoot === "unset" : nonRoot.value !== true;
}

function takesUser({ value }: Container): boolean {
  const words = commandWords(value);
  return words.some((word) => changesUser.test(word.string ?? ""));
}

/** A program that switches from root to another user, as a separate word or in the text of a script. */
const changesUser =
  /(?:^|[\s;&|(/])(?:su-exec|gosu|setpriv|runuser|su)(?:$|\s)|(?:^|[\s;&|(/])chroot\s+--userspec\b/m;

/**
 * The same by Pod Security's restricted level: `runAsNonRoot: false` and `runAsUser: 0` count even if a container
 * overrides them, and another user does not replace `runAsNonRoot`. Sources: check_runAsNonRoot.go and
 * check_runAsUser.go in https://github.com/kubernetes/pod-security-admission/tree/master/policy
 */
export function restrictedRootFaults(workload: Workload, shares: Shares): readonly Fault[] {
  const [pod, ...containers] = ownersOf(workload);
  const explicit = [pod!, ...containers].flatMap((owner) => {
    const value = rootValue(owner);
    return value ? [{ ...owner, at: value, value }] : [];
  });
  // Once the pod's value is correct, it applies to all of these.
  if (rootValue(pod!) || !saysNothing(pod!)) return explicit;
  const missing = containers.filter((one) => saysNothing(one) && !rootValue(one));
  if (missing.length === 0) return explicit;
  const isHeld = (one: Owner) => !saysNothing(one) && !rootValue(one);
  const isOfPod =
    hasPodField(workload, "securityContext") &&
    !containers.some(isHeld) &&
    shares(containersOf(workload).filter(({ value }) => missing.some(({ owner }) => owner === value)));
  const lacking = isOfPod ? [pod!] : missing;
  return [...explicit, ...lacking.map((owner) => ({ ...owner, value: undefined }))];
}

/** User 0, else an explicit `runAsNonRoot: false`. */
function rootValue({ owner }: Owner): Value | undefined {
  const user = owner.at("securityContext", "runAsUser");
  if (user?.number === 0) return user;
  const nonRoot = owner.at("securityContext", "runAsNonRoot");
  return nonRoot?.value === false ? nonRoot : undefined;
}

function saysNothing({ owner }: Owner): boolean {
  return isUnsetFor("restricted", owner, "securityContext", "runAsNonRoot");
}

function verdictOf(container: Container): Verdict {
  const user = inherited(container, "runAsUser");
  if (user !== "unset") return user !== "unfinished" && user.number === 0 ? user : "held";
  const nonRoot = inherited(container, "runAsNonRoot");
  if (nonRoot === "unset") return "missing";
  return nonRoot !== "unfinished" && nonRoot.value === false ? nonRoot : "held";
}
