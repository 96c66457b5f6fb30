import { isUnset } from "./fields.ts";
import { nameProblem } from "./name-forms.ts";
import { literal, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** The group of roles and bindings, and of the users and groups in them. */
export const rbacGroup = "rbac.authorization.k8s.io";

/** Something for which the API server refuses a role or a binding. */
export interface RbacFault {
  readonly at: Value;
  readonly onKey?: boolean;
  readonly type: "account group" | "group" | "namespace" | "kind" | "other";
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
      problem: `binds a "${role}", but can bind only a ${allowed.join(" or a ")}`,
    };
  const reference = root.at("roleRef");
  const roleName = reference?.at("name");
  if (reference?.isMap && reference.at("kind") && (roleName ? roleName.string === "" : true))
    yield { at: reference, onKey: true, type: "other", problem: "does not name the role that it binds" };
  const groupOfRole = root.at("roleRef", "apiGroup");
  const written = literal(groupOfRole);
  if (groupOfRole && written !== undefined && written !== rbacGroup)
    yield {
      at: groupOfRole,
      type: "group",
      problem: `refers to API group ${written}, which has no roles`,
    };
  for (const subject of root.at("subjects")?.items() ?? []) {
    const ofSubject = subject.at("kind");
    const isAccount = ofSubject?.string === "ServiceAccount";
    if (subject.isMap) yield* subjectFaults(subject);
    const own = subject.at("apiGroup");
    const ownGroup = literal(own);
    const name = subject.at("name");
    if (own && ownGroup !== undefined && isAccount)
      yield {
        at: own,
        type: "account group",
        problem: `has a ServiceAccount with API group ${ownGroup}, but ServiceAccounts have none`,
      };
    if (own && ownGroup !== undefined && ownGroup !== rbacGroup && !isAccount)
      yield {
        at: own,
        type: "group",
        problem: `has a subject with API group ${ownGroup}, which must be ${rbacGroup}`,
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
        problem: `has ServiceAccount "${name!.string}" without a namespace`,
      };
  }
}

const subjectKinds = ["User", "Group", "ServiceAccount"];

function* subjectFaults(subject: Value): Iterable<RbacFault> {
  const kind = subject.at("kind");
  const name = subject.at("name");
  const text = literal(kind);
  if (kind && text !== undefined && !subjectKinds.includes(text))
    yield {
      at: kind,
      type: "kind",
      problem: `has a subject of kind "${text}", which must be User, Group or ServiceAccount`,
    };
  const first = kind ?? name;
  if (first && isUnset(subject, "kind"))
    yield { at: first, onKey: true, type: "other", problem: "has a subject without a kind" };
  if (first && (isUnset(subject, "name") || name?.string === ""))
    yield { at: name ?? first, onKey: true, type: "other", problem: "has a subject without a name" };
  const account = text === "ServiceAccount" ? literal(name) : undefined;
  const problem = account === undefined ? undefined : nameProblem(account, "subdomain");
  if (name && problem !== undefined)
    yield { at: name, type: "other", problem: `has ServiceAccount "${account}", whose name ${problem}` };
}

/** The kind of subject that a text can only mean. */
export function subjectKind(text: string): string | undefined {
  const lower = text.toLowerCase().replace(/[-_ ]|s$/g, "");
  return subjectKinds.find(
    (kind) => kind.toLowerCase() === lower || (lower === "sa" && kind === "ServiceAccount"),
  );
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
        problem: "has nonResourceURLs, which only a ClusterRole can have",
      };
    else if (urls && resources)
      yield {
        at: urls,
        onKey: true,
        type: "other",
        problem: "has a rule with both resources and nonResourceURLs, which must be two rules",
      };
    const groups = rule.at("apiGroups");
    const isEmpty = groups?.isSequence && groups.items().length === 0 && resources?.isSequence;
    if (resources && !urls && (isUnset(rule, "apiGroups") || isEmpty))
      yield {
        at: groups ?? resources,
        onKey: true,
        type: "other",
        problem: 'has a rule without API groups (the core group is "")',
      };
    if (
      !urls &&
      verbs &&
      (isUnset(rule, "resources") || (resources?.isSequence && resources.items().length === 0))
    )
      yield {
        at: resources ?? groups ?? verbs,
        onKey: true,
        type: "other",
        problem: "has a rule without resources",
      };
  }
}
