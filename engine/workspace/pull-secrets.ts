import { type ImageReference, parseImageReference } from "../images/reference.ts";
import { keyCovers } from "../images/registry-keys.ts";
import { payloadKeys } from "../kubernetes/docker-config.ts";
import { isTemplated } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";
import type { SecretResource } from "./objects.ts";
import type { WorkloadFacts } from "./pods.ts";

/** The parts of an image that decide which credentials apply. */
export type Pulled = Pick<ImageReference, "registry" | "repository">;

/** A Secret that a pod could pull with, and how its name was found. */
export interface PullSecret {
  readonly name: string;
  /**
   * `secret`: it is in the workspace and has the registry. `neighbors`: other pods in the namespace pull from there
   * with it. `only`: it is the only pull secret of the namespace, and its content is unknown.
   */
  readonly from: "secret" | "neighbors" | "only";
}

/**
 * The Secret with which pods of a namespace pull an image, as far as the workspace shows it. Among several matches, the
 * first by name; among the neighbors' Secrets, the one that most of them use.
 *
 * @param namespace `undefined` if it is not known and can be any
 */
export function pullSecretFor(
  workspace: WorkspaceView,
  namespace: string | undefined,
  image: Pulled,
): PullSecret | undefined {
  const here = workspace.secretsIn(namespace).filter(isForPulls);
  const fitting = here
    .filter(({ secret }) => covers(secret.registries, image))
    .flatMap(({ secret }) => secret.name ?? [])
    .sort();
  if (fitting[0] !== undefined) return { name: fitting[0], from: "secret" };
  const used = neighborsSecret(workspace, namespace, image);
  if (used !== undefined) return { name: used, from: "neighbors" };
  const [only, ...more] = new Set(here.map(({ secret }) => secret.name));
  const isOpen = here.every(({ secret }) => secret.type !== undefined && secret.registries === undefined);
  return only !== undefined && more.length === 0 && isOpen ? { name: only, from: "only" } : undefined;
}

/**
 * A Secret of another namespace that has the image's registry and could be copied; the first by name. None if the
 * namespace is not known.
 */
export function pullSecretElsewhere(
  workspace: WorkspaceView,
  namespace: string | undefined,
  image: Pulled,
): SecretResource | undefined {
  if (namespace === undefined) return undefined;
  return workspace
    .secretsIn(undefined)
    .filter((one) => one.namespace !== undefined && one.namespace !== namespace && isForPulls(one))
    .filter(({ secret }) => covers(secret.registries, image))
    .sort((a, b) => ((a.secret.name ?? "") < (b.secret.name ?? "") ? -1 : 1))[0];
}

/** Whether the kubelet can pull with a Secret: its type is for pull secrets, or unknown. */
export function isForPulls({ secret }: SecretResource): boolean {
  return secret.type === undefined || payloadKeys.has(secret.type);
}

/** Whether a docker config is known to have credentials for an image. */
export function covers(registries: SecretResource["secret"]["registries"], image: Pulled): boolean {
  return (
    Array.isArray(registries) && registries.some((key) => keyCovers(key, image.registry, image.repository))
  );
}

/** The ServiceAccount of a pod. */
export interface PodAccount {
  readonly name: string;
  /** Its definitions in the workspace; the account `default` exists in every namespace without one. */
  readonly written: readonly ResourceFacts[];
  /** The Secrets that it adds to pods that have none; `unknown` if they cannot be determined. */
  readonly pullSecrets: readonly string[] | "unknown";
}

/** @param name `serviceAccountName` of the pod */
export function accountOf(
  workspace: WorkspaceView,
  namespace: string | undefined,
  name = "default",
): PodAccount {
  const written = workspace.named("/ServiceAccount", namespace, name);
  const isUnknown =
    (written.length === 0 && name !== "default") ||
    written.some(({ pullSecrets }) => pullSecrets === "unknown");
  const names = written.flatMap(({ pullSecrets }) => (pullSecrets === "unknown" ? [] : pullSecrets));
  return { name, written, pullSecrets: isUnknown ? "unknown" : [...new Set(names)] };
}

/** The ServiceAccount of a pod in a namespace; `undefined` if its name is filled in later. */
export function accountOfPod(
  pod: Value,
  workspace: WorkspaceView,
  namespace: string | undefined,
): PodAccount | undefined {
  const name = (pod.at("serviceAccountName") ?? pod.at("serviceAccount"))?.string || undefined;
  return name !== undefined && isTemplated(name) ? undefined : accountOf(workspace, namespace, name);
}

/** The workloads of a namespace whose pods run as a ServiceAccount. */
export function podsOf(
  workspace: WorkspaceView,
  namespace: string | undefined,
  account: string,
): readonly WorkloadFacts[] {
  return workspace
    .workloadsIn(namespace)
    .filter((one) => one.namespace === namespace && (one.pod.serviceAccountName ?? "default") === account);
}

/**
 * The pull secret that most pods of a namespace use for images of the same registry, unless it is known not to work.
 */
function neighborsSecret(
  workspace: WorkspaceView,
  namespace: string | undefined,
  image: Pulled,
): string | undefined {
  const counts = new Map<string, number>();
  for (const { pod } of workspace.workloadsIn(namespace)) {
    if (pod.pullSecrets.length === 0 || !pod.images.some((other) => isFrom(other, image.registry))) continue;
    for (const name of pod.pullSecrets) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const mayDo = (name: string) =>
    workspace
      .secretsCalled(name)
      .every(
        (one) =>
          isForPulls(one) && (one.secret.registries === undefined || covers(one.secret.registries, image)),
      );
  return [...counts]
    .sort(([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? -1 : 1))
    .find(([name]) => mayDo(name))?.[0];
}

function isFrom(image: string, registry: string): boolean {
  const parsed = parseImageReference(image);
  return parsed.kind === "image" && parsed.registry === registry;
}
