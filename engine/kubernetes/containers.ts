import { once } from "./once.ts";
import { titleOf } from "./pods.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";

export type ContainerRole = "container" | "init" | "sidecar" | "ephemeral";

/** One container of a pod. */
export interface Container {
  readonly value: Value;
  readonly workload: Workload;
  /** Its name, or its position in the list if it has no name. */
  readonly name: string;
  readonly role: ContainerRole;
  at: Value["at"];
}

/** All containers of a workload's pods: init containers, sidecars, containers and ephemeral ones. Walks once for all rules. */
export function containersOf(workload: Workload): readonly Container[] {
  return once(workload, walk);
}

function walk(workload: Workload): readonly Container[] {
  return [
    ...read(workload, "initContainers", (value) =>
      value.at("restartPolicy")?.value === "Always" ? "sidecar" : "init",
    ),
    ...read(workload, "containers", () => "container"),
    ...read(workload, "ephemeralContainers", () => "ephemeral"),
  ];
}

/** The words of a container's command and arguments. */
export function commandWords(container: { readonly at: Value["at"] }): readonly Value[] {
  return ["command", "args"].flatMap((list) => container.at(list)?.items() ?? []);
}

/** Containers that run as long as the pod does, which should have probes and steady resources. */
export function longRunningContainersOf(workload: Workload): readonly Container[] {
  return containersOf(workload).filter(({ role }) => role === "container" || role === "sidecar");
}

function read(
  workload: Workload,
  list: string,
  roleOf: (value: Value) => ContainerRole,
): readonly Container[] {
  const values = workload.pod.at(list)?.items() ?? [];
  const seen = new Set<unknown>();
  return values
    .filter(({ isMap, node }) => {
      // Aliases can reuse one container a thousand times: it has one text and one set of findings.
      const isNew = isMap && !seen.has(node);
      seen.add(node);
      return isNew;
    })
    .map((value, index) => ({
      value,
      workload,
      name: value.at("name")?.string ?? `${list}[${index}]`,
      role: roleOf(value),
      at: (...steps) => value.at(...steps),
    }));
}

/** Whether the container has full access to its node. */
export function isPrivileged(container: Container): boolean {
  return container.at("securityContext", "privileged")?.value === true;
}

/**
 * The place that a finding about the whole container underlines: its name, else its first key.
 */
export function nameOf(container: Container): Value {
  const name = container.at("name");
  return name?.scalar ? name : container.value;
}

/**
 * How messages refer to a container, after the word itself: `"web" of Deployment "shop"`. A file often has containers
 * with the same name in several workloads, and a log shows only the message. A container without a name is referred to
 * by its path: `spec.containers[0] of Pod "shop"`.
 */
export function quotedName({ name, workload }: Pick<Container, "name" | "workload">): string {
  const text = name.endsWith("]") ? `${workload.pod.pathText}.${name}` : `"${name}"`;
  return workload.name === undefined ? text : `${text} of ${titleOf(workload)}`;
}
