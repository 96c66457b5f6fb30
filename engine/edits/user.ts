import { type Container, containersOf } from "../kubernetes/containers.ts";
import { needsRoot } from "../kubernetes/node-components.ts";
import { hasPodField } from "../kubernetes/pod-fields.ts";
import {
  type IsReplaced,
  imageNameOf,
  mountsClaim,
  type StartUser,
  startsAsNamedUser,
  startUserOf,
  uncovered,
} from "../kubernetes/process-user.ts";
import type { Workload } from "../kubernetes/resource.ts";
import { inherited } from "../kubernetes/security-context.ts";
import type { Value } from "../kubernetes/value.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";
import { mountEmptyDirs } from "./volume.ts";

/** How to keep containers from running as root. */
export interface UserPlan {
  readonly workload: Workload;
  /** The pod's spec or the container that gets the settings. */
  readonly owner: Value;
  /** Containers whose images start as a known user. */
  readonly users: readonly KnownUser[];
  /** Whether the user of any other image is unknown. */
  readonly unknown: boolean;
  /** Whether a container starts as root and no other user is known for it. */
  readonly root: boolean;
  /** The number of the user that such a container might be able to run as. */
  readonly likely: number | undefined;
}

export type KnownUser = Extract<StartUser, { kind: "user" }> & { readonly container: Container };

/**
 * A plan for the containers that take their user from the pod's spec or from themselves.
 *
 * @param isNamed whether the user of an image, without tag and digest, is known to be a name instead of a number
 */
export function planUser(
  workload: Workload,
  owner: Value,
  isReplaced: IsReplaced,
  isNamed: (image: string) => boolean,
): UserPlan {
  const containers = containersOf(workload);
  const affected = containers.filter(
    ({ value }) => owner.node === workload.pod.node || value.node === owner.node,
  );
  const users: KnownUser[] = [];
  let unknown = false;
  let root = false;
  let likely: number | undefined;
  for (const container of affected) {
    if (hasOtherUser(container)) continue;
    const start = startUserOf(container, isReplaced);
    if (start.kind === "root" || needsRoot(container)) {
      root = true;
      likely = start.kind === "root" ? start.likely : undefined;
    } else if (failsAsNonRoot(workload, container, start, isNamed)) root = true;
    else if (start.kind === "unknown") unknown = true;
    else users.push({ ...start, container });
  }
  return { workload, owner, users, unknown, root, likely };
}

/** Whether a container does not work with runAsNonRoot, although it is not known to start as root. */
function failsAsNonRoot(
  workload: Workload,
  container: Container,
  start: Exclude<StartUser, { kind: "root" }>,
  isNamed: (image: string) => boolean,
): boolean {
  // The kubelet cannot tell whether a user with a name is root, so it does not start the container.
  if (start.kind === "unknown") {
    const name = imageNameOf(container);
    return (name !== undefined && isNamed(name)) || startsAsNamedUser(container);
  }
  // A user other than the image's own needs the pod's fsGroup to write to a claim.
  return !start.own && mountsClaim(container) && !hasPodField(workload, "securityContext");
}

/** Whether a container sets a user other than root. */
function hasOtherUser(container: Container): boolean {
  const user = inherited(container, "runAsUser");
  return typeof user !== "string" && user.number !== undefined && user.number !== 0;
}

/** Whether every image is known to start as its user without further checks. */
export function isReady({ users }: UserPlan): boolean {
  return users.every(({ process }) => process.ready);
}

const place = { before: ["containers", "initContainers"] };

/** Requires a user other than root, and sets a known one along with what it needs. */
export function demandUser(plan: UserPlan, edit: EditBuilder): readonly MaybeChange[] | undefined {
  const { workload, owner, users } = plan;
  const { pod } = workload;
  const isSingle = containersOf(workload).length === 1;
  const changes: MaybeChange[] = [edit.set(owner, ["securityContext", "runAsNonRoot"], true, place)];
  const needsGroup = users.find(({ container, own }) => !own && mountsClaim(container));
  if (needsGroup && pod.at("securityContext", "fsGroup") === undefined)
    changes.push(edit.set(pod, ["securityContext", "fsGroup"], needsGroup.process.gid, place));
  for (const { container, process } of users) {
    const home = isSingle ? owner : container.value;
    changes.push(edit.set(home, ["securityContext", "runAsUser"], process.uid, place));
    const mounts = mountEmptyDirs(container, uncovered(container, process.needs), edit);
    if (!mounts) return undefined;
    changes.push(...mounts);
    const port = process.lowPort && listensLow(container) ? openLowPorts(workload, edit) : [];
    if (!port) return undefined;
    changes.push(...port);
  }
  return changes;
}

/** A container that declares only high ports is configured to listen there. */
function listensLow(container: Container): boolean {
  const ports = container.at("ports")?.items() ?? [];
  const numbers = ports.map((port) => port.at("containerPort")?.number ?? 0);
  return numbers.length === 0 || numbers.some((number) => number < 1024);
}

const portSysctl = "net.ipv4.ip_unprivileged_port_start";

/**
 * Lets every user of the pod listen on ports below 1024, through a safe sysctl of its network namespace. Most runtimes
 * do so by default, but not all. `undefined` if the pod cannot have it. Source:
 * https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
 */
function openLowPorts({ pod }: Workload, edit: EditBuilder): readonly MaybeChange[] | undefined {
  if (pod.at("hostNetwork")?.value === true) return undefined;
  const sysctls = pod.at("securityContext", "sysctls")?.items() ?? [];
  if (sysctls.some((sysctl) => sysctl.at("name")?.string === portSysctl)) return [];
  return [edit.append(pod, ["securityContext", "sysctls"], { name: portSysctl, value: "0" }, place)];
}
