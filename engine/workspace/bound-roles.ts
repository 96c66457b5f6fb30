import { matches } from "../kubernetes/labels.ts";
import { literal, type Resource } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";
import type { RoleFacts } from "./roles.ts";

/** The role that a binding refers to, and the workspace's facts about it. */
export interface BoundRole {
  /** The name in the binding. */
  readonly at: Value;
  readonly kind: "Role" | "ClusterRole";
  readonly name: string;
  /** The role itself and, for an aggregated role, its parts. */
  readonly roles: readonly (ResourceFacts & { readonly role: RoleFacts })[];
}

/** The role of a RoleBinding or ClusterRoleBinding; undefined for other kinds, or if the name is filled in later. */
export function boundRole(
  { kind, namespace, root }: Resource,
  workspace: WorkspaceView,
): BoundRole | undefined {
  if (kind !== "RoleBinding" && kind !== "ClusterRoleBinding") return undefined;
  const at = root.at("roleRef", "name");
  const name = literal(at);
  const ofKind = root.at("roleRef", "kind")?.string;
  if (!at || name === undefined || (ofKind !== "Role" && ofKind !== "ClusterRole")) return undefined;
  const inNamespace = ofKind === "Role" ? namespace : undefined;
  const own = workspace.named(`rbac.authorization.k8s.io/${ofKind}`, inNamespace, name);
  const selectors = own.flatMap(({ role }) => role?.aggregates ?? []);
  const parts =
    selectors.length === 0
      ? []
      : workspace
          .ofKind("rbac.authorization.k8s.io/ClusterRole", undefined)
          .filter(({ labels }) => selectors.some((selector) => matches(selector, labels)));
  const roles = [...new Set([...own, ...parts])];
  return {
    at,
    kind: ofKind,
    name,
    roles: roles.flatMap((facts) => (facts.role ? [{ ...facts, role: facts.role }] : [])),
  };
}
