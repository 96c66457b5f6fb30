import { fileNameOf } from "../text/uri.ts";
import { podPath } from "./kinds.ts";
import { once } from "./once.ts";
import { asWorkload, type Resource } from "./resource.ts";

/** Whether a resource would run pods but is too incomplete to be a whole object: it might be a patch. */
export function mayBePatch(resource: Resource): boolean {
  if (podPath(resource.apiVersion, resource.kind) === undefined) return false;
  return asWorkload(resource) === undefined || isPart(resource);
}

/**
 * Whether the shape of a resource shows that it is a part of a workload: it has no selector, no pod labels and no
 * container image, so that no API server accepts it. `kustomize edit` and scripts refer to such files only during a
 * build.
 */
export function isPart(resource: Resource): boolean {
  return once(resource, readIsPart);
}

/**
 * Whether no API server would accept a resource as written, because it lacks what the kind requires: a workload without
 * a selector whose containers have no image, a webhook without a client, a definition without a kind. Next to a
 * kustomization, such a resource is a patch, used or not.
 */
export function isFragment(resource: Resource): boolean {
  return once(resource, readIsFragment);
}

function readIsFragment(resource: Resource): boolean {
  const { kind, root, group } = resource;
  if (selecting.has(kind) && podPath(resource.apiVersion, kind)) {
    const containers = root.at("spec", "template", "spec", "containers")?.items() ?? [];
    return !root.at("spec", "selector") && !containers.every((container) => container.at("image"));
  }
  if (group === "admissionregistration.k8s.io" && kind.endsWith("WebhookConfiguration")) {
    const webhooks = root.at("webhooks")?.items() ?? [];
    return !webhooks.length || webhooks.some((webhook) => !webhook.at("clientConfig"));
  }
  return kind === "CustomResourceDefinition" && !root.at("spec", "names");
}

/** Kinds that require a selector, and pods with the labels that it selects. */
const selecting: ReadonlySet<string> = new Set(["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"]);

function readIsPart(resource: Resource): boolean {
  const { kind, root } = resource;
  if (!selecting.has(kind) || podPath(resource.apiVersion, kind) === undefined) return false;
  const template = root.at("spec", "template");
  if (root.at("metadata", "name") === undefined || !template?.at("spec")?.isMap) return false;
  return !root.at("spec", "selector") && !template.at("metadata", "labels") && !hasImage(resource);
}

/**
 * Whether a file is a patch by its name or that of its folder, and by its content: objects without a name, or workloads
 * without any container image. Such a file is a part of another object, whatever tool applies it, and the rest of that
 * object is elsewhere. A pod template, as Spark reads it, is such a part too.
 */
export function isCalledPatch({ uri, entries }: PatchCandidate): boolean {
  if (
    !/(?:^|[-_./])(?:patch(?:es)?|pod[-_]?templates?)[-_./]/i.test(
      uri.slice(uri.lastIndexOf("/", uri.lastIndexOf("/") - 1) + 1),
    )
  )
    return false;
  const resources = entries.flatMap(({ entry }) => entry.resources);
  if (resources.length > 0 && resources.every(({ root }) => root.at("metadata", "name") === undefined))
    return true;
  const workloads = resources.filter(({ apiVersion, kind }) => podPath(apiVersion, kind) !== undefined);
  return workloads.length > 0 && !workloads.some(hasImage);
}

/**
 * Whether the name of a file shows that it is an assertion of a test: what objects of the cluster must or must not
 * have, not something to apply. Sources: https://kuttl.dev/docs/testing/steps.html,
 * https://kyverno.github.io/chainsaw/latest/operations/assert/
 */
export function isAssertion(uri: string): boolean {
  return /^(?:(?:.*[-_])?asserts?(?:[-_.].*)?|(?:\d+|chainsaw)[-_](?:.*[-_])?errors?(?:[-_.].*)?)\.ya?ml$/i.test(
    fileNameOf(uri),
  );
}

/** The parts of a file that `isCalledPatch` needs. */
interface PatchCandidate {
  readonly uri: string;
  readonly entries: readonly { readonly entry: { readonly resources: readonly Resource[] } }[];
}

/** Whether any container of a resource has an image. */
function hasImage({ apiVersion, kind, root }: Resource): boolean {
  const path = podPath(apiVersion, kind);
  const containers = path && root.at(...path, "spec", "containers")?.items();
  return containers?.some((container) => container.at("image") !== undefined) ?? false;
}
