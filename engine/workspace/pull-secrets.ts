import { parseImageReference } from "../images/reference.ts";
import type { WorkspaceView } from "./index.ts";

/** A Secret that a pod could pull with, and where its name comes from. */
export interface PullSecret {
  readonly name: string;
  /** `secret`: it is in the workspace and has the registry. `neighbours`: pods beside it pull from there with it. */
  readonly from: "secret" | "neighbours";
}

/**
 * The Secret with which pods of a namespace pull from a registry, as far as the workspace shows it; among several
 * fitting ones the first by name, among the neighbours' the one that most of them use.
 *
 * @param namespace `undefined` where it is not known: then any namespace may be meant
 */
export function pullSecretFor(
  workspace: WorkspaceView,
  namespace: string | undefined,
  registry: string,
): PullSecret | undefined {
  const fitting = workspace
    .ofKind("/Secret", namespace)
    .filter(({ secret }) => secret?.type === "kubernetes.io/dockerconfigjson")
    .filter(({ secret }) => secret?.registries?.some((host) => isSameRegistry(host, registry)))
    .flatMap(({ name }) => name ?? [])
    .sort();
  if (fitting[0] !== undefined) return { name: fitting[0], from: "secret" };
  const counts = new Map<string, number>();
  for (const { pod } of workspace.workloadsIn(namespace)) {
    if (pod.pullSecrets.length === 0 || !pod.images.some((image) => isFrom(image, registry))) continue;
    for (const name of pod.pullSecrets) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? -1 : 1));
  return most && { name: most[0], from: "neighbours" };
}

/**
 * Whether the ServiceAccount of a pod brings pull secrets; `unknown` where the workspace does not have that account.
 * The account `default` exists in every namespace and has none unless somebody writes it down.
 *
 * @param name `serviceAccountName` of the pod
 */
export function hasAccountPullSecrets(
  workspace: WorkspaceView,
  namespace: string | undefined,
  name = "default",
): boolean | "unknown" {
  const accounts = workspace.named("/ServiceAccount", namespace, name);
  if (accounts.some(({ bringsPullSecrets }) => bringsPullSecrets)) return true;
  return accounts.length === 0 && name !== "default" ? "unknown" : false;
}

function isSameRegistry(host: string, registry: string): boolean {
  // Docker's own client stores the credentials of Docker Hub under this host.
  return (host === "index.docker.io" ? "docker.io" : host) === registry;
}

function isFrom(image: string, registry: string): boolean {
  const parsed = parseImageReference(image);
  return parsed.kind === "image" && parsed.registry === registry;
}
