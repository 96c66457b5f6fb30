import { bindingOf } from "../../kubernetes/subjects.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "rbac-system-masters-bound",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0123"], kubescape: ["C-0246"] },
  standards: { cis: ["5.1.7"] },
  summary: "A binding has the group system:masters as a subject.",
  why: "Members of this group bypass RBAC, so their access cannot be limited or revoked.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege"],
  on: kinds("rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"),

  *check(resource) {
    const binding = bindingOf(resource);
    for (const { kind, name, at, value } of binding?.subjects ?? [])
      if (kind === "Group" && name === "system:masters") yield { at, data: { title: binding!.title, value } };
  },

  message: ({ title }) =>
    `${title} binds the group "system:masters", whose members bypass RBAC, so removing the binding would not revoke their access.`,

  fixClasses: ["review"],
  *fixes({ data: { value } }, edit) {
    // Review: no access is lost, but the intended group must be added.
    yield {
      class: "review",
      title: 'Remove "system:masters" from the subjects',
      caveat: "its members keep full access",
      edits: [edit.remove(value)],
    };
  },
});
