import { scopeOf } from "./kinds.ts";
import { once } from "./once.ts";
import { mayBePatch } from "./patches.ts";
import type { Resource } from "./resource.ts";

/**
 * Identifies the object that a resource defines, in whatever version of its group; `undefined` if a part is filled in
 * later, or if the resource is not applied together with the rest of its file.
 */
export function definedObject(resource: Resource): string | undefined {
  return once(resource, readObject);
}

function readObject(resource: Resource): string | undefined {
  const { apiVersion, document, group, kind, name, namespace, root } = resource;
  // The part that cannot be read might contain another name or a namespace.
  if (name === undefined || document.problems.length > 0) return undefined;
  if (mayBePatch(resource) || isApart(resource)) return undefined;
  if (scopeOf(apiVersion, kind) === "cluster") return `${group}/${kind} ${name}`;
  const written = root.at("metadata", "namespace");
  if (namespace === undefined && written && !written.isNull && written.string !== "") return undefined;
  // Objects without a namespace that are applied together end up in the same namespace.
  return `${group}/${kind} ${namespace ?? ""}/${name}`;
}

/**
 * Annotations of objects that are created at a different time, when another object with the name may already be gone,
 * and of files that only tools read. Sources: https://helm.sh/docs/topics/charts_hooks/,
 * https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/,
 * https://kubectl.docs.kubernetes.io/references/kustomize/glossary/
 */
const apart = ["helm.sh/hook", "argocd.argoproj.io/hook", "config.kubernetes.io/local-config"];

function isApart({ root }: Resource): boolean {
  const annotations = root.at("metadata", "annotations");
  return annotations !== undefined && apart.some((key) => annotations.child(key));
}
