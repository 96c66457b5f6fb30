import { isUnset } from "../../kubernetes/fields.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { literal, type Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

const group = "rbac.authorization.k8s.io";

export default defineRule({
  id: "rbac-invalid",
  category: "access",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A role or a binding is written so that it cannot be.",
  why: "The API server rejects it, and what waits for the rights is refused.",
  links: [
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#api-overview",
    "https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/rbac/validation/validation.go",
  ],
  asksWorkspace: true,
  on: kinds(`${group}/Role`, `${group}/ClusterRole`, `${group}/RoleBinding`, `${group}/ClusterRoleBinding`),

  *check(resource, { workspace, uri }) {
    const isBinding = resource.kind.endsWith("Binding");
    const title = titleOf(resource);
    for (const fault of isBinding ? bindingFaults(resource) : ruleFaults(resource)) {
      // A kustomization may put the namespace there.
      if (fault.type === "namespace" && workspace.kustomize(uri).namespace) continue;
      const name = fault.subject?.at("name")?.string;
      const accounts = name === undefined ? [] : workspace.named("/ServiceAccount", undefined, name);
      const namespaces = [...new Set(accounts.map(({ namespace }) => namespace))];
      const namespace = namespaces.length === 1 ? namespaces[0] : undefined;
      yield { at: fault.at, onKey: fault.onKey ?? false, data: { ...fault, title, namespace } };
    }
  },

  message: ({ title, problem }) => `${title} ${problem}, so it is rejected.`,

  fixes: [
    {
      // Safe: the text could not be accepted, and an account has no other group.
      class: "safe",
      title: () => "Remove apiGroup",
      edits: ({ data: { type, at } }, edit) => (type === "account group" ? [edit.remove(at)] : undefined),
    },
    {
      // Safe: the text could not be accepted, and users and groups have no other group.
      class: "safe",
      title: () => `Set apiGroup to ${group}`,
      edits: ({ data: { type, at } }, edit) => (type === "group" ? [edit.setValue(at, group)] : undefined),
    },
    {
      // Review: it is the only account of that name here, which need not be the one that is meant.
      class: "review",
      title: ({ namespace }) => `Set the namespace to ${namespace}`,
      edits: ({ data: { type, subject, namespace } }, edit) =>
        type === "namespace" && subject && namespace !== undefined
          ? [edit.set(subject, ["namespace"], namespace)]
          : undefined,
    },
    {
      // Template: nothing here shows where the account is.
      class: "template",
      title: () => "Say in which namespace the account is",
      edits: ({ data: { type, subject, namespace } }, edit) =>
        type === "namespace" && subject && namespace === undefined
          ? [edit.set(subject, ["namespace"], placeholder("my-namespace"))]
          : undefined,
    },
  ],
});

interface Fault {
  readonly at: Value;
  readonly onKey?: boolean;
  readonly type: "account group" | "group" | "namespace" | "other";
  /** Reads on after the resource's title. */
  readonly problem: string;
  readonly subject?: Value;
}

function* bindingFaults({ kind, root }: Resource): Iterable<Fault> {
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
  if (groupOfRole && written !== undefined && written !== group)
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
    if (own && ownGroup !== undefined && ownGroup !== group && !isAccount)
      yield {
        at: own,
        type: "group",
        problem: `has a subject with the group ${ownGroup}, but it must be ${group}`,
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

function* ruleFaults({ kind, root }: Resource): Iterable<Fault> {
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
