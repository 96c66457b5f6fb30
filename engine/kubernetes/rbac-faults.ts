import { isUnset } from "./fields.ts";
import { literal, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** The group of roles and bindings, and of the users and groups in them. */
export const rbacGroup = "rbac.authorization.k8s.io";

/** Something for which the API server refuses a role or a binding. */
export interface RbacFault {
  readonly at: Value;
  readonly onKey?: boolean;
  readonly type: "account group" | "group" | "namespace" | "other";
  /** Reads on after the resource's title. */
  readonly problem: string;
  readonly subject?: Value;
}

/**
 * What is wrong with a Role, ClusterRole, RoleBinding or ClusterRoleBinding.
 * Source: https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/rbac/validation/validation.go
 */
export function rbacFaults(resource: Resource): Iterable<RbacFault> {
  return resource.kind.endsWith("Binding") ? bindingFaults(resource) : ruleFaults(resource);
}

function* bindingFaults({ kind, root }: Resource): Iterable<RbacFault> {
  const ofKind = root.at("roleRef", "kind");
  const role = literal(ofKind);
  const allowed = kind === "RoleBinding" ? ["Role", "ClusterRole"] : ["ClusterRole"];
  if (ofKind && role !== undefined && !allowed.includes(role))
    yield {
      at: ofKind,
      type: "other",
      problem: `binds a ${role}, but it can only bind a ${allowed.join(" or a ")}`,
    };
  const groupOfRole = root.at("roleRef", "apiGroup");
  const written = literal(groupOfRole);
  if (groupOfRole && written !== undefined && written !== rbacGroup)
    yield {
      at: groupOfRole,
      type: "group",
      problem: `has a role of the group ${written}, which has no roles`,
    };
  for (const subject of root.at("subjects")?.items() ?? []) {
    const isAccount = subject.at("kind")?.string === "ServiceAccount";
    const own = subject.at("apiGroup");
    const ownGroup = literal(own);
    const name = subject.at("name");
    if (own && ownGroup !== undefined && isAccount)
      yield {
        at: own,
        type: "account group",
        problem: `has an account with the group ${ownGroup}, but accounts are of the core group`,
      };
    if (own && ownGroup !== undefined && ownGroup !== rbacGroup && !isAccount)
      yield {
        at: own,
        type: "group",
        problem: `has a subject with the group ${ownGroup}, but it must be ${rbacGroup}`,
      };
    if (
      isAccount &&
      kind === "ClusterRoleBinding" &&
      literal(name) !== undefined &&
      isUnset(subject, "namespace")
    )
      yield {
        at: name!,
        type: "namespace",
        subject,
        problem: `does not say in which namespace ServiceAccount "${name!.string}" is`,
      };
  }
}

function* ruleFaults({ kind, root }: Resource): Iterable<RbacFault> {
  for (const rule of root.at("rules")?.items() ?? []) {
    if (!rule.isMap) continue;
    const urls = rule.at("nonResourceURLs");
    const resources = rule.at("resources");
    const verbs = rule.at("verbs");
    const first = resources ?? urls ?? rule;
    if (isUnset(rule, "verbs") || (verbs?.isSequence && verbs.items().length === 0))
      yield { at: verbs ?? first, onKey: true, type: "other", problem: "has a rule without verbs" };
    if (urls && kind === "Role")
      yield {
        at: urls,
        onKey: true,
        type: "other",
        problem: "has paths in a namespace, but only a ClusterRole can have them",
      };
    else if (urls && resources)
      yield {
        at: urls,
        onKey: true,
        type: "other",
        problem: "has a rule with both resources and paths, which must be two rules",
      };
    if (resources && !urls && isUnset(rule, "apiGroups"))
      yield {
        at: resources,
        onKey: true,
        type: "other",
        problem: 'has a rule without API groups, which for the core is [""]',
      };
  }
}
