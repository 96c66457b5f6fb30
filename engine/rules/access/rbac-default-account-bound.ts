import { bindingOf, isEveryPod, subjectText } from "../../kubernetes/subjects.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-default-account-bound",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { checkov: ["CKV_K8S_42"], kubescape: ["C-0189"] },
  standards: { cis: ["5.1.5"] },
  summary: "A binding gives rights to pods that have no account of their own.",
  why: "Every pod that is put into the namespace has them from then on, asked or not.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege"],
  on: kinds("rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"),

  *check(resource) {
    const binding = bindingOf(resource);
    // That they find out where tokens are issued harms nobody.
    if (!binding || binding.role.name === "system:service-account-issuer-discovery") return;
    for (const subject of binding.subjects) {
      if (!isEveryPod(subject)) continue;
      const { title, role } = binding;
      yield { at: subject.at, data: { title, role, who: subjectText(subject) } };
    }
  },

  message: ({ title, role, who }) =>
    `${title} gives ${role.kind} "${role.name}" to ${who}, so every pod there that has no account of its own has these rights.`,
});
