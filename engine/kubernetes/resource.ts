import type { Document, ObjectRoot } from "../documents/document.ts";
import { isTemplated } from "../text/placeholders.ts";
import { groupOf, isClientConfiguration, podPath } from "./kinds.ts";
import { type Asked, once } from "./once.ts";
import { Value } from "./value.ts";

export { isTemplated };

/** An object of the Kubernetes API, as written in a document. */
export interface Resource extends Asked {
  readonly document: Document;
  readonly root: Value;
  readonly apiVersion: string;
  readonly group: string;
  readonly kind: string;
  /** `metadata.name`; `undefined` if it is missing, generated or templated. */
  readonly name: string | undefined;
  /** `metadata.namespace` as written; `undefined` if it is missing or templated. */
  readonly namespace: string | undefined;
  /** The place that a finding about the whole resource underlines: the name, else the kind, else the first token. */
  readonly anchor: Value;
}

/** A resource that runs pods. */
export interface Workload extends Resource {
  /** The pod template, or the Pod itself: has `metadata` and `spec`. */
  readonly template: Value;
  /** The pod's `spec`. */
  readonly pod: Value;
}

/** The resources of a document, except files that only look like objects. */
export function resourcesOf(document: Document): readonly Resource[] {
  return document.objects
    .filter(({ apiVersion, kind }) => !isClientConfiguration(apiVersion, kind))
    .map((object) => asResource(document, object));
}

/**
 * The namespace of a resource. A Namespace counts as inside itself, so that what applies to its resources applies to
 * it.
 */
export function namespaceOf({ group, kind, name, namespace }: Resource): string | undefined {
  return group === "" && kind === "Namespace" ? name : namespace;
}

/** The resource as a workload, or `undefined` if it runs no pods or is incomplete. Cached for all rules. */
export function asWorkload(resource: Resource): Workload | undefined {
  return once(resource, readWorkload);
}

function readWorkload(resource: Resource): Workload | undefined {
  const path = podPath(resource.apiVersion, resource.kind);
  const template = path && resource.root.at(...path);
  const pod = template?.at("spec");
  const containers =
    pod
      ?.at("containers")
      ?.items()
      .filter((container) => container.isMap) ?? [];
  const isNamed = resource.root.at("metadata", "name") !== undefined;
  // Without a container, or without an image and a name, it is a patch of another object, or still being written.
  if (!template || !pod || containers.length === 0) return undefined;
  if (!isNamed && !containers.some((container) => container.at("image"))) return undefined;
  return { ...resource, template, pod };
}

/** A resource with a pod template, however incomplete. */
export function asSkeleton(resource: Resource): Workload | undefined {
  return once(resource, readSkeleton);
}

function readSkeleton(resource: Resource): Workload | undefined {
  const workload = asWorkload(resource);
  if (workload) return workload;
  const path = podPath(resource.apiVersion, resource.kind);
  const template = path && resource.root.at(...path);
  const pod = template?.at("spec");
  return template && pod?.isMap ? { ...resource, template, pod } : undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: no name has them, and no new text may get them
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/**
 * The string at a place, or `undefined` if it is missing, not a string, empty or filled in later. A string with control
 * characters is not a name of anything either.
 */
export function literal(value: Value | undefined): string | undefined {
  const text = value?.string;
  return text === undefined || text === "" || isTemplated(text) || controls.test(text) ? undefined : text;
}

function asResource(document: Document, object: ObjectRoot): Resource {
  const root = new Value(document.tree, object.node, object.path);
  const name = root.at("metadata", "name");
  return {
    answers: new Map(),
    document,
    root,
    apiVersion: object.apiVersion,
    group: groupOf(object.apiVersion),
    kind: object.kind,
    name: literal(name),
    namespace: literal(root.at("metadata", "namespace")),
    anchor: name?.scalar ? name : (root.at("kind") ?? root),
  };
}
