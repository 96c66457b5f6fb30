import { scopeOf } from "./kinds.ts";
import { once } from "./once.ts";
import { mayBePatch } from "./patches.ts";
import type { Resource } from "./resource.ts";

/**
 * What tells the object that a resource defines from all others, in whatever version of its group; `undefined` where it
 * is filled in later, or where the resource is not applied together with the others of its file. Answers once.
 */
export function definedObject(resource: Resource): string | undefined {
  return once(resource, readObject);
}

function readObject(resource: Resource): string | undefined {
  const { apiVersion, document, group, kind, name, namespace, root } = resource;
  // What could not be read may well have been another name or a namespace.
  if (name === undefined || document.problems.length > 0) return undefined;
  if (mayBePatch(resource) || isApart(resource)) return undefined;
  if (scopeOf(apiVersion, kind) === "cluster") return `${group}/${kind} ${name}`;
  const written = root.at("metadata", "namespace");
  if (namespace === undefined && written && !written.isNull && written.string !== "") return undefined;
  // What is applied together without a namespace comes into the same one.
  return `${group}/${kind} ${namespace ?? ""}/${name}`;
}

/**
 * Annotations of what is made at a time of its own, where another object of the name may be gone by then, and of what
 * only tools read.
 * Sources: https://helm.sh/docs/topics/charts_hooks/, https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/,
 * https://kubectl.docs.kubernetes.io/references/kustomize/glossary/
 */
const apart = ["helm.sh/hook", "argocd.argoproj.io/hook", "config.kubernetes.io/local-config"];

function isApart({ root }: Resource): boolean {
  const annotations = root.at("metadata", "annotations");
  return annotations !== undefined && apart.some((key) => annotations.child(key));
}
