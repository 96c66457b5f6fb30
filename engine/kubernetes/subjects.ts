import { titleOf } from "./pods.ts";
import { isBootstrapped } from "./rbac.ts";
import { literal, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** Somebody whom a binding gives rights to. */
export interface Subject {
  readonly value: Value;
  /** The name, which is what gets underlined. */
  readonly at: Value;
  readonly kind: "User" | "Group" | "ServiceAccount";
  readonly name: string;
  /** Of a ServiceAccount; a RoleBinding's own counts where none is written. */
  readonly namespace: string | undefined;
}

/** What a RoleBinding or ClusterRoleBinding says. */
export interface Binding {
  /** `RoleBinding "ci"`. */
  readonly title: string;
  readonly subjects: readonly Subject[];
  readonly role: { readonly kind: string; readonly name: string; readonly at: Value };
}

/** Reads a binding; undefined for other kinds, for bindings that every cluster brings, and where the role is filled in later. */
export function bindingOf(resource: Resource): Binding | undefined {
  const { kind, group, name: own, root, namespace } = resource;
  if (kind !== "RoleBinding" && kind !== "ClusterRoleBinding") return undefined;
  if (group !== "rbac.authorization.k8s.io" || isBootstrapped(root, own)) return undefined;
  const at = root.at("roleRef", "name");
  const name = literal(at);
  const ofKind = literal(root.at("roleRef", "kind"));
  if (!at || name === undefined || ofKind === undefined) return undefined;
  const subjects = (root.at("subjects")?.items() ?? []).flatMap((value): readonly Subject[] => {
    const whose = value.at("name");
    const who = value.at("kind")?.string;
    const called = literal(whose);
    if (!whose || called === undefined || !isSubjectKind(who)) return [];
    return [
      { value, at: whose, kind: who, name: called, namespace: literal(value.at("namespace")) ?? namespace },
    ];
  });
  return { title: titleOf(resource), subjects, role: { kind: ofKind, name, at } };
}

function isSubjectKind(kind: string | undefined): kind is Subject["kind"] {
  return kind === "User" || kind === "Group" || kind === "ServiceAccount";
}

/**
 * Whether the subject is every pod of some namespace that has no account of its own: the account `default`, or a group
 * of all accounts. Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-subjects
 */
export function isEveryPod({ kind, name }: Subject): boolean {
  if (kind === "ServiceAccount") return name === "default";
  if (kind === "Group")
    return name === "system:serviceaccounts" || name.startsWith("system:serviceaccounts:");
  return /^system:serviceaccount:[^:]+:default$/.test(name);
}

/** How a message names a subject. */
export function subjectText({ kind, name, namespace }: Subject): string {
  if (kind !== "ServiceAccount") return `the ${kind.toLowerCase()} ${name}`;
  return `the ServiceAccount "${name}"${namespace === undefined ? "" : ` of the namespace ${namespace}`}`;
}
