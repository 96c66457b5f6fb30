import { type Container, containersOf } from "../../kubernetes/containers.ts";
import { installsPackages, needsRoot } from "../../kubernetes/node-components.ts";
import { isSparedInUserNamespace } from "../../kubernetes/pod-security.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import {
  hasOwnImage,
  type IsReplaced,
  type RootStart,
  rootStartOf,
  startsAsOwnUser,
  startUserOf,
} from "../../kubernetes/process-user.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import { restrictedRootFaults, rootFaults, startsAsRoot } from "../../kubernetes/root-user.ts";
import type { Fault } from "../../kubernetes/security-context.ts";
import type { Value } from "../../kubernetes/value.ts";
import { isPreparation } from "../../kubernetes/volume-preparation.ts";

interface CheckOptions {
  readonly inUserNamespace: boolean;
  readonly windows: boolean;
  readonly every: boolean;
  readonly each: boolean;
  readonly podSecurity: string;
}

/** Whether root in the containers of a pod is not root on its node. */
export function isSparedAsRoot(
  workload: Workload,
  { inUserNamespace, windows, podSecurity }: CheckOptions,
  kubernetesVersion: string,
): boolean {
  if (!inUserNamespace && isSparedInUserNamespace(workload, kubernetesVersion)) return true;
  return podSecurity !== "restricted" && !windows && isWindows(workload);
}

/**
 * Why containers run as root, each fault where it can be fixed.
 *
 * @param isBuiltNonRoot whether the workspace builds an image with a user other than root
 */
export function rootUserFaults(
  workload: Workload,
  { every, each, podSecurity }: CheckOptions,
  isReplaced: IsReplaced,
  isBuiltNonRoot: (image: string) => boolean,
): readonly Fault[] {
  const isRestricted = podSecurity === "restricted";
  // A setting of the pod would prevent a container that must be root from starting.
  const isRoot = (container: Container) =>
    needsRoot(container) || startUserOf(container, isReplaced).kind === "root";
  const isSingle = containersOf(workload).length === 1;
  // One finding on the pod is enough, even if each container needs its own user.
  const isOnce = !each && !every && !isRestricted;
  const shares = (containers: readonly Container[]) => isOnce || isSingle || !containers.some(isRoot);
  const isOther = (container: Container) =>
    startsAsOwnUser(container, isReplaced, isBuiltNonRoot) || isPreparation(container);
  return isRestricted ? restrictedRootFaults(workload, shares) : rootFaults(workload, every, shares, isOther);
}

/** What the containers that an owner lets run as root start as. */
export interface RootStarts {
  readonly containers: readonly Container[];
  readonly starts: readonly RootStart[];
  /** Whether any container, as root or not, installs packages. */
  readonly isInstaller: boolean;
  /** Whether nothing shows that one of them starts as root. */
  readonly isUnknown: boolean;
}

/** @param owner the pod's spec, for all of its containers, or a container */
export function rootStartsUnder(workload: Workload, owner: Value, isReplaced: IsReplaced): RootStarts {
  const all = containersOf(workload).filter(({ value }) => owner === workload.pod || owner === value);
  const containers = all.filter(startsAsRoot);
  const starts = containers.map((container) => rootStartOf(container, isReplaced));
  return {
    containers,
    starts,
    isInstaller: all.some(installsPackages),
    isUnknown:
      starts.every(({ kind }) => kind === "unknown") &&
      !containers.some((container) => hasOwnImage(container, isReplaced)),
  };
}

/** Whether the images of all containers switch to a different user themselves. */
export function allSwitch(starts: readonly RootStart[]): boolean {
  return starts.length > 0 && starts.every(({ kind }) => kind === "switches");
}

/** Whether all containers need root for what they do. */
export function needRoot({ containers, isInstaller }: RootStarts): boolean {
  return (
    (isInstaller && containers.every(installsPackages)) ||
    (containers.length > 0 && containers.every(isPreparation))
  );
}
