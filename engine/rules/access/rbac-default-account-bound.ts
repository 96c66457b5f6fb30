import { bindingOf, isEveryPod, type Subject, subjectText } from "../../kubernetes/subjects.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "rbac-default-account-bound",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { checkov: ["CKV_K8S_42"], kubescape: ["C-0189"] },
  standards: { cis: ["5.1.5"] },
  summary: "A binding grants permissions to the service account `default` or to all service accounts.",
  why: "Pods get these permissions without asking for them, including pods that are added later.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege"],
  on: kinds("rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"),

  *check(resource) {
    const binding = bindingOf(resource);
    // Reading the token issuer's configuration is harmless.
    if (!binding || binding.role.name === "system:service-account-issuer-discovery") return;
    for (const subject of binding.subjects) {
      if (!isEveryPod(subject)) continue;
      const { title, role } = binding;
      yield { at: subject.at, data: { title, role, subject } };
    }
  },

  message: ({ title, role, subject }) =>
    `${title} grants ${role.kind} "${role.name}" to ${subjectText(subject)}, so ${holdersOf(subject)}.`,
});

function holdersOf({ kind, name, namespace }: Subject): string {
  if (kind === "Group") {
    const [, , groupNamespace] = name.split(":");
    return groupNamespace === undefined
      ? "every service account in the cluster has these permissions"
      : `every service account in namespace "${groupNamespace}" has these permissions`;
  }
  const home = kind === "User" ? name.split(":")[2] : namespace;
  // The message already contains the namespace of a ServiceAccount.
  const place =
    kind === "User" ? ` in namespace "${home}"` : home === undefined ? " in the same namespace" : " there";
  return `every pod${place} without its own ServiceAccount gets this role`;
}
