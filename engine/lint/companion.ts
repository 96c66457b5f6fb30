import { applicationName, recommendedPrefix } from "../kubernetes/recommended-labels.ts";
import { literal, type Resource } from "../kubernetes/resource.ts";
import { renderScalar } from "../yaml/edit/render.ts";

/**
 * The first lines of a document that a fix adds beside a resource: in its namespace, or in the one that it is, and with
 * the name of its application as a label, so that tools see what belongs together.
 */
export function companionHead(
  resource: Resource,
  apiVersion: string,
  kind: string,
  name: string,
): readonly string[] {
  const namespace = resource.kind === "Namespace" ? resource.name : resource.namespace;
  const key = `${recommendedPrefix}name`;
  const label = literal(resource.root.at("metadata", "labels", key)) ?? applicationName(resource) ?? name;
  return [
    `apiVersion: ${apiVersion}`,
    `kind: ${kind}`,
    "metadata:",
    `  name: ${scalar(name)}`,
    ...(namespace === undefined ? [] : [`  namespace: ${scalar(namespace)}`]),
    "  labels:",
    `    ${key}: ${scalar(label)}`,
  ];
}

/**
 * The text of a ServiceAccount for a resource's pods. Its token is not mounted: an account that has just been made has
 * no rights to use it for.
 */
export function serviceAccountDocument(resource: Resource, name: string): string {
  const head = companionHead(resource, "v1", "ServiceAccount", name);
  return [...head, "automountServiceAccountToken: false"].join("\n");
}

/** Whether a namespace is written but filled in later: then a companion would land somewhere else. */
export function hasOpenNamespace(resource: Resource): boolean {
  return resource.namespace === undefined && resource.root.at("metadata", "namespace") !== undefined;
}

/** A string as a YAML scalar: in quotes where it would be read as something else. */
export function scalar(text: string): string {
  return renderScalar(text, "plain", true);
}
