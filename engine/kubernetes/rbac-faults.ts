import { isUnset } from "./fields.ts";
import { nameProblem } from "./name-forms.ts";
import { literal, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** The group of roles and bindings, and of the users and groups in them. */
export const rbacGroup = "rbac.authorization.k8s.io";

/** A reason why the API server rejects a role or a binding. */
export interface RbacFault {
  readonly at: Value;
  readonly onKey?: boolean;
  readonly type: "account group" | "group" | "namespace" | "kind" | "other";
  /** Completes the sentence that starts with the resource's title. */
  readonly problem: string;
  readonly subject?: Value;
}

/**
 * Why the API server rejects a Role, ClusterRole, RoleBinding or ClusterRoleBinding.
 * Source: https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/rbac/validation/validation.go
 */
export function rbacFaults(resource: Resource): Iterable<RbacFault> {
  return resource.kind.endsWith("Binding") ? bindingFaults(resource) : ruleFaults(resource);
}

function* bindingFaults({ kind, root }: Resource): Iterable<RbacFault> {
  yield* referenceFaults(root, kind === "RoleBinding" ? ["Role", "ClusterRole"] : ["ClusterRole"]);
  for (const subject of root.at("subjects")?.items() ?? []) {
    if (subject.isMap) yield* subjectFaults(subject);
    yield* groupFaults(subject);
    if (kind === "ClusterRoleBinding") yield* namespaceFaults(subject);
  }
}

/** @param allowed the kinds of roles that the binding can bind */
function* referenceFaults(root: Value, allowed: readonly string[]): Iterable<RbacFault> {
  const kindValue = root.at("roleRef", "kind");
  const roleKind = literal(kindValue);
  if (kindValue && roleKind !== undefined && !allowed.includes(roleKind))
    yield {
      at: kindValue,
      type: "other",
      problem: `binds a role of kind "${roleKind}", but can bind only a ${allowed.join(" or ")}`,
    };
  const reference = root.at("roleRef");
  const roleName = reference?.at("name");
  if (reference?.isMap && reference.at("kind") && (roleName ? roleName.string === "" : true))
    yield { at: reference, onKey: true, type: "other", problem: "has a roleRef without a name" };
  const groupOfRole = root.at("roleRef", "apiGroup");
  const groupName = literal(groupOfRole);
  if (groupOfRole && groupName !== undefined && groupName !== rbacGroup)
    yield {
      at: groupOfRole,
      type: "group",
      problem: `has a roleRef with API group "${groupName}" instead of "${rbacGroup}"`,
    };
}

function* groupFaults(subject: Value): Iterable<RbacFault> {
  const at = subject.at("apiGroup");
  const group = literal(at);
  if (!at || group === undefined) return;
  if (isAccount(subject))
    yield {
      at,
      type: "account group",
      problem: `has a ServiceAccount with API group "${group}" instead of the core group`,
    };
  else if (group !== rbacGroup)
    yield {
      at,
      type: "group",
      problem: `has a subject with API group "${group}" instead of "${rbacGroup}"`,
    };
}

/** A binding for the whole cluster has no namespace of its own. */
function* namespaceFaults(subject: Value): Iterable<RbacFault> {
  const at = subject.at("name");
  const name = literal(at);
  if (at && name !== undefined && isAccount(subject) && isUnset(subject, "namespace"))
    yield { at, type: "namespace", subject, problem: `lists ServiceAccount "${name}" without a namespace` };
}

function isAccount(subject: Value): boolean {
  return subject.at("kind")?.string === "ServiceAccount";
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
      problem: `has a subject of kind "${text}" instead of User, Group or ServiceAccount`,
    };
  const first = kind ?? name;
  if (first && isUnset(subject, "kind"))
    yield { at: first, onKey: true, type: "other", problem: "has a subject without a kind" };
  if (first && (isUnset(subject, "name") || name?.string === ""))
    yield { at: name ?? first, onKey: true, type: "other", problem: "has a subject without a name" };
  const account = text === "ServiceAccount" ? literal(name) : undefined;
  const problem = account === undefined ? undefined : nameProblem(account, "subdomain");
  if (name && problem !== undefined)
    yield {
      at: name,
      type: "other",
      problem: `has a ServiceAccount with the invalid name "${account}", which ${problem}`,
    };
}

/** The kind of subject that a misspelled kind can only be meant to be. */
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
    yield* verbFaults(rule);
    yield* urls ? urlFaults(rule, urls, kind) : resourceFaults(rule);
  }
}

function* verbFaults(rule: Value): Iterable<RbacFault> {
  if (!isUnset(rule, "verbs") && !isEmptyList(rule.at("verbs"))) return;
  const at = rule.at("verbs") ?? rule.at("resources") ?? rule.at("nonResourceURLs") ?? rule;
  yield { at, onKey: true, type: "other", problem: "has a rule without verbs" };
}

function* urlFaults(rule: Value, urls: Value, kind: string): Iterable<RbacFault> {
  if (kind === "Role")
    yield {
      at: urls,
      onKey: true,
      type: "other",
      problem: "has a rule for nonResourceURLs, which are allowed only in a ClusterRole",
    };
  else if (rule.at("resources"))
    yield {
      at: urls,
      onKey: true,
      type: "other",
      problem: "has a rule with both resources and nonResourceURLs, which must be in separate rules",
    };
}

function* resourceFaults(rule: Value): Iterable<RbacFault> {
  const groups = rule.at("apiGroups");
  const resources = rule.at("resources");
  const verbs = rule.at("verbs");
  if (resources && (isUnset(rule, "apiGroups") || (isEmptyList(groups) && resources.isSequence)))
    yield {
      at: groups ?? resources,
      onKey: true,
      type: "other",
      problem: 'has a rule without apiGroups (the core group is "")',
    };
  if (verbs && (isUnset(rule, "resources") || isEmptyList(resources)))
    yield {
      at: resources ?? groups ?? verbs,
      onKey: true,
      type: "other",
      problem: "has a rule without resources",
    };
}

function isEmptyList(value: Value | undefined): boolean {
  return value?.isSequence === true && value.items().length === 0;
}
