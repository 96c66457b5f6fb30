import { bindingOf, isEveryPod, type Subject, subjectText } from "../../kubernetes/subjects.ts";
import { choice, flag } from "../../rule/options.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "rbac-cluster-admin-bound",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "strict"],
  presetOptions: {
    // Some controllers need to administer the cluster, but arbitrary pods do not.
    recommended: { subjects: "every pod" },
    "kube-linter": { roleBindings: false },
  },
  peers: {
    "kube-linter": ["cluster-admin-role-binding"],
    polaris: [
      "clusterrolebindingClusterAdmin",
      "rolebindingClusterAdminClusterRole",
      "rolebindingClusterAdminRole",
    ],
    trivy: ["KSV-0111"],
    kubescape: ["C-0035", "C-0185"],
  },
  standards: { cis: ["5.1.1"], nsa: ["Role-based access control"] },
  summary: "A binding grants the ClusterRole `cluster-admin`.",
  why: "A leaked credential then gives full control of the cluster, or of the namespace of a RoleBinding.",
  links: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles",
  ],
  options: {
    subjects: choice(
      "Report bindings to any subject (`anybody`), or only to `default` service accounts and groups of all service accounts (`every pod`).",
      ["anybody", "every pod"],
    ),
    roleBindings: flag("Also report RoleBindings, which grant access within one namespace.", true),
  },
  on: kinds("rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"),

  *check(resource, { options }) {
    if (resource.kind === "RoleBinding" && !options.roleBindings) return;
    const binding = bindingOf(resource);
    if (binding?.role.kind !== "ClusterRole" || binding.role.name !== "cluster-admin") return;
    const subjects = options.subjects === "anybody" ? binding.subjects : binding.subjects.filter(isEveryPod);
    if (subjects.length === 0) return;
    const at = options.subjects === "anybody" ? binding.role.at : subjects[0]!.at;
    const scope = resource.kind === "ClusterRoleBinding" ? "the cluster" : namespaceText(resource.namespace);
    yield { at, data: { title: binding.title, subjects, scope } };
  },

  message: ({ title, subjects, scope }) =>
    `${title} grants cluster-admin to ${subjectsText(subjects)}, so ${credentialsText(subjects)} control of ${scope}.`,
});

/** Whose leaked credentials give control. */
function credentialsText([subject, ...more]: readonly Subject[]): string {
  if (more.length > 0) return "their leaked credentials give";
  if (subject?.kind === "ServiceAccount") return "a leaked token of this account gives";
  return subject?.kind === "Group"
    ? "leaked credentials of any member give"
    : "leaked credentials of this user give";
}

function namespaceText(namespace: string | undefined): string {
  return namespace === undefined ? "its namespace" : `namespace "${namespace}"`;
}

function subjectsText(subjects: readonly Subject[]): string {
  const [first, ...rest] = subjects;
  const more = rest.length === 1 ? " and 1 other" : ` and ${rest.length} others`;
  return `${first ? subjectText(first) : ""}${rest.length === 0 ? "" : more}`;
}
