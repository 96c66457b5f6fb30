import type { NamespaceSettings } from "../../settings/settings.ts";

/**
 * Whether a team owns a Namespace: it is not one of the cluster's own, and its name is present. An invalid name is a
 * placeholder that Kustomize replaces.
 */
export function isOwnNamespace(name: string | undefined, { system }: NamespaceSettings): name is string {
  return name !== undefined && /^[a-z0-9]/.test(name) && !name.startsWith("kube-") && !system.includes(name);
}
