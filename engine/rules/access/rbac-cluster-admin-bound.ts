import { bindingOf, isEveryPod, type Subject, subjectText } from "../../kubernetes/subjects.ts";
import { choice, flag } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-cluster-admin-bound",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "strict"],
  presetOptions: {
    // Some controllers are made to administer the cluster; pods that happen to stand in a namespace are not.
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
  summary: "A binding makes somebody administrator of the cluster or of a namespace.",
  why: "A break-in there is a break-in everywhere.",
  links: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles",
  ],
  options: {
    subjects: choice(
      "Whose bindings are reported: anybody's, or those of all pods of a namespace that have no account of their own.",
      ["anybody", "every pod"],
    ),
    roleBindings: flag("RoleBindings, which reach one namespace, are reported too.", true),
  },
  on: kinds("rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"),

  *check(resource, { options }) {
    if (resource.kind === "RoleBinding" && !options.roleBindings) return;
    const binding = bindingOf(resource);
    if (binding?.role.kind !== "ClusterRole" || binding.role.name !== "cluster-admin") return;
    const subjects = options.subjects === "anybody" ? binding.subjects : binding.subjects.filter(isEveryPod);
    if (subjects.length === 0) return;
    const at = options.subjects === "anybody" ? binding.role.at : subjects[0]!.at;
    yield { at, data: { title: binding.title, subjects, isRoleBinding: resource.kind === "RoleBinding" } };
  },

  message: ({ title, subjects, isRoleBinding }) =>
    `${title} makes ${people(subjects)} administrator of ${isRoleBinding ? "the namespace" : "the whole cluster"}, so a break-in there is a break-in everywhere${isRoleBinding ? " in it" : ""}.`,
});

function people(subjects: readonly Subject[]): string {
  const [first, ...others] = subjects;
  return `${first ? subjectText(first) : ""}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}
