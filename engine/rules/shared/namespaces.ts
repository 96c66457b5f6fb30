import type { NamespaceSettings } from "../../settings/settings.ts";

/**
 * Whether a Namespace is one that a team looks after: not one of the cluster's own, nor one whose name is missing. A
 * name that is none stands for one that Kustomize puts there.
 */
export function isOwnNamespace(name: string | undefined, { system }: NamespaceSettings): name is string {
  return name !== undefined && /^[a-z0-9]/.test(name) && !name.startsWith("kube-") && !system.includes(name);
}
