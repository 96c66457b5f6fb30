import type { Container } from "./containers.ts";
import { isWindows } from "./pods.ts";
import type { Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/**
 * Whether nothing in the manifest shows that the container cannot move to Alpine: Windows, Debian's tools, data that
 * the present image wrote.
 */
export function canMoveToAlpine(container: Container): boolean {
  return !isOnWindows(container.workload) && !asksForDebian(container) && !keepsData(container);
}

function isOnWindows(workload: Workload): boolean {
  return isWindows(workload) || workload.pod.at("nodeSelector", "kubernetes.io/os")?.value === "windows";
}

/**
 * Whether what the container is told to run needs Debian's userland: bash or one of its package tools. Looks at
 * command, arguments, probes and lifecycle hooks; scripts from a ConfigMap are not read.
 */
function asksForDebian(container: Container): boolean {
  const commands = [
    container.at("command"),
    container.at("args"),
    ...["livenessProbe", "readinessProbe", "startupProbe"].map((probe) =>
      container.at(probe, "exec", "command"),
    ),
    ...["postStart", "preStop"].map((hook) => container.at("lifecycle", hook, "exec", "command")),
  ];
  return commands.some((list) => list?.items().some(mentionsDebian));
}

function mentionsDebian({ string: text }: Value): boolean {
  return text !== undefined && /(?<![\w.-])(?:bash|apt|apt-get|dpkg)(?![\w-])/.test(text);
}

/**
 * Whether the container mounts a volume that outlives its pod: files on it belong to the user and follow the sort
 * order of the image that wrote them. A volume that the pod does not declare is a claim of its StatefulSet.
 */
function keepsData(container: Container): boolean {
  const { pod } = container.workload;
  const passing = new Set<unknown>();
  for (const volume of pod.at("volumes")?.items() ?? []) {
    if (passingKinds.some((kind) => volume.at(kind))) passing.add(volume.at("name")?.value);
  }
  const mounts = container.at("volumeMounts")?.items() ?? [];
  return mounts.some((mount) => !passing.has(mount.at("name")?.value));
}

/** Kinds of volumes that are made with the pod and go with it. */
const passingKinds = ["emptyDir", "configMap", "secret", "downwardAPI", "projected", "ephemeral", "image"];
