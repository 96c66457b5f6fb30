import { type Container, isPrivileged } from "./containers.ts";
import { isUnset } from "./fields.ts";
import { isPause } from "./pause.ts";
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
 * What may run a container as root: a container is held to the user that it ends up with.
 *
 * @param every counts containers as well that are no gain to keep from root: privileged ones, which are more than
 *   that, those that start as root and take another user themselves, and those that only pause
 */
export function rootFaults(workload: Workload, every: boolean): readonly Fault[] {
  return inheritedFaults(workload, (container) => {
    if (every) return verdictOf(container);
    if (isPrivileged(container) || isPause(container)) return "held";
    const verdict = verdictOf(container);
    return verdict === "missing" && takesUser(container) ? "held" : verdict;
  });
}

function takesUser({ value }: Container): boolean {
  const words = ["command", "args"].flatMap((key) => value.at(key)?.items() ?? []);
  return words.some((word) => changesUser.test(word.string ?? ""));
}

/** A program that gives up root for another user, as a word of its own or in the text of a script. */
const changesUser =
  /(?:^|[\s;&|(/])(?:su-exec|gosu|setpriv|runuser|su)(?:$|\s)|(?:^|[\s;&|(/])chroot\s+--userspec\b/m;

/**
 * The same as Pod Security's restricted level sees it: `runAsNonRoot: false` and `runAsUser: 0` count even where a
 * container overrides them, and another user does not stand for `runAsNonRoot`.
 * Sources: check_runAsNonRoot.go and check_runAsUser.go in
 * https://github.com/kubernetes/pod-security-admission/tree/master/policy
 */
export function restrictedRootFaults(workload: Workload): readonly Fault[] {
  const [pod, ...containers] = ownersOf(workload);
  const explicit = [pod!, ...containers].flatMap((owner) => {
    const value = rootValue(owner);
    return value ? [{ ...owner, at: value, value }] : [];
  });
  // Whoever sets the pod's value right has set it for all of these.
  if (rootValue(pod!) || !saysNothing(pod!)) return explicit;
  const missing = containers.filter((one) => saysNothing(one) && !rootValue(one));
  if (missing.length === 0) return explicit;
  const isHeld = (one: Owner) => !saysNothing(one) && !rootValue(one);
  const lacking = containers.some(isHeld) ? missing : [pod!];
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
  return isUnset(owner, "securityContext", "runAsNonRoot");
}

function verdictOf(container: Container): Verdict {
  const user = inherited(container, "runAsUser");
  if (user !== "unset") return user !== "unfinished" && user.number === 0 ? user : "held";
  const nonRoot = inherited(container, "runAsNonRoot");
  if (nonRoot === "unset") return "missing";
  return nonRoot !== "unfinished" && nonRoot.value === false ? nonRoot : "held";
}
