import { keyProblem, labelValueProblem } from "../kubernetes/labels.ts";
import { isObjectName } from "../kubernetes/names.ts";
import { applicationName, recommendedPrefix } from "../kubernetes/recommended-labels.ts";
import { isTemplated, literal, namespaceOf, type Resource } from "../kubernetes/resource.ts";
import type { PlainValue } from "../yaml/edit/change.ts";
import { renderBlock } from "../yaml/edit/render.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";

/** An object that a fix adds for a resource. */
export interface Companion {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The object without its metadata; it can have placeholders. */
  readonly body: { readonly [key: string]: PlainValue };
}

/**
 * Adds an object for a resource: in its namespace, or in the namespace that the resource is, with the labels that show
 * tools what belongs together. `undefined` if its name would be invalid.
 */
export function addCompanion(resource: Resource, companion: Companion, edit: EditBuilder): MaybeChange {
  const { apiVersion, kind, name, body } = companion;
  const namespace = namespaceOf(resource);
  if (!isObjectName(name)) return undefined;
  const metadata = {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: labelsOf(resource, name),
  };
  return edit.newDocument(kind, (style) =>
    renderBlock({ apiVersion, kind, metadata, ...body }, "", { ...style, lineBreak: "\n" }),
  );
}

/**
 * Adds a ServiceAccount for a resource's pods. Its token is not mounted, because a new account has no permissions that
 * would need it.
 */
export function addServiceAccount(resource: Resource, name: string, edit: EditBuilder): MaybeChange {
  const body = { automountServiceAccountToken: false };
  return addCompanion(resource, { apiVersion: "v1", kind: "ServiceAccount", name, body }, edit);
}

/** Whether a namespace is set but filled in later: a companion would be created in a different one. */
export function hasOpenNamespace(resource: Resource): boolean {
  return resource.namespace === undefined && resource.root.at("metadata", "namespace") !== undefined;
}

/**
 * The labels of a resource, which can be required for ownership or cost reports; at least its application's name. Of a
 * Namespace only the recommended labels, because policies can select by the others.
 */
function labelsOf(resource: Resource, name: string): Readonly<Record<string, string>> {
  const labels = new Map<string, string>();
  const application = applicationName(resource) ?? name;
  if (!labelValueProblem(application)) labels.set(`${recommendedPrefix}name`, application);
  for (const entry of resource.root.at("metadata", "labels")?.entries() ?? []) {
    const value = literal(entry.value);
    const isShared = resource.kind !== "Namespace" || entry.name.startsWith(recommendedPrefix);
    const isValid = value !== undefined && !labelValueProblem(value) && !keyProblem(entry.name);
    if (isValid && isShared && !isTemplated(entry.name)) labels.set(entry.name, value);
  }
  return Object.fromEntries(labels);
}
