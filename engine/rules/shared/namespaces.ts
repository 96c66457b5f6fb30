import type { NamespaceSettings } from "../../settings/settings.ts";

/**
 * Whether a team owns a Namespace: it is not a system namespace, and it has a name. An invalid name is a placeholder
 * that Kustomize replaces.
 */
export function isOwnNamespace(name: string | undefined, { system }: NamespaceSettings): name is string {
  return name !== undefined && /^[a-z0-9]/.test(name) && !name.startsWith("kube-") && !system.includes(name);
}
