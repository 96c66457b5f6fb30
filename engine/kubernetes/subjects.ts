import { titleOf } from "./pods.ts";
import { isBootstrapped } from "./rbac.ts";
import { literal, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** A subject of a binding. */
export interface Subject {
  readonly value: Value;
  /** The name, which is underlined. */
  readonly at: Value;
  readonly kind: "User" | "Group" | "ServiceAccount";
  readonly name: string;
  /** The namespace of a ServiceAccount; by default that of the RoleBinding. */
  readonly namespace: string | undefined;
}

/** A RoleBinding or ClusterRoleBinding. */
export interface Binding {
  /** `RoleBinding "ci"`. */
  readonly title: string;
  readonly subjects: readonly Subject[];
  readonly role: { readonly kind: string; readonly name: string; readonly at: Value };
}

/**
 * Reads a binding; undefined for other kinds, for default bindings of every cluster, and if the role is filled in
 * later.
 */
export function bindingOf(resource: Resource): Binding | undefined {
  const { kind, group, name: bindingName, root, namespace } = resource;
  if (kind !== "RoleBinding" && kind !== "ClusterRoleBinding") return undefined;
  if (group !== "rbac.authorization.k8s.io" || isBootstrapped(root, bindingName)) return undefined;
  const at = root.at("roleRef", "name");
  const name = literal(at);
  const roleKind = literal(root.at("roleRef", "kind"));
  if (!at || name === undefined || roleKind === undefined) return undefined;
  const subjects = (root.at("subjects")?.items() ?? []).flatMap((value): readonly Subject[] => {
    const nameValue = value.at("name");
    const subjectKind = value.at("kind")?.string;
    const subjectName = literal(nameValue);
    if (!nameValue || subjectName === undefined || !isSubjectKind(subjectKind)) return [];
    const subjectNamespace = literal(value.at("namespace")) ?? namespace;
    return [{ value, at: nameValue, kind: subjectKind, name: subjectName, namespace: subjectNamespace }];
  });
  return { title: titleOf(resource), subjects, role: { kind: roleKind, name, at } };
}

function isSubjectKind(kind: string | undefined): kind is Subject["kind"] {
  return kind === "User" || kind === "Group" || kind === "ServiceAccount";
}

/**
 * Whether the subject includes pods that were not meant to get these permissions: it is the service account `default`,
 * or a group of all service accounts. Source:
 * https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
 */
export function isEveryPod({ kind, name }: Subject): boolean {
  if (kind === "ServiceAccount") return name === "default";
  if (kind === "Group")
    return name === "system:serviceaccounts" || name.startsWith("system:serviceaccounts:");
  return /^system:serviceaccount:[^:]+:default$/.test(name);
}

/** How messages refer to a subject: `ServiceAccount "ci" in namespace "shop"`, `Group "system:masters"`. */
export function subjectText({ kind, name, namespace }: Subject): string {
  const place = kind === "ServiceAccount" && namespace !== undefined ? ` in namespace "${namespace}"` : "";
  return `${kind} "${name}"${place}`;
}
