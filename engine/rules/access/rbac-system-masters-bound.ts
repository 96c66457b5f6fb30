import { bindingOf } from "../../kubernetes/subjects.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-system-masters-bound",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0123"], kubescape: ["C-0246"] },
  standards: { cis: ["5.1.7"] },
  summary: "A binding names the group system:masters.",
  why: "Its members pass every check of rights, whatever the binding says, so the group is for emergencies and not for people or applications.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege"],
  on: kinds("rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"),

  *check(resource) {
    const binding = bindingOf(resource);
    for (const { kind, name, at, value } of binding?.subjects ?? [])
      if (kind === "Group" && name === "system:masters") yield { at, data: { title: binding!.title, value } };
  },

  message: ({ title }) =>
    `${title} names the group system:masters, whose members may do everything anyway and cannot be refused anything.`,

  fixes: [
    {
      // Review: nobody loses a right by it, but who was meant has to be named.
      class: "review",
      title: () => "Take system:masters out of the binding",
      edits: ({ data: { value } }, edit) => [edit.remove(value)],
    },
  ],
});
