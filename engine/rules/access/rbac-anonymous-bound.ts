import { bindingOf } from "../../kubernetes/subjects.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-anonymous-bound",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "strict"],
  // Where all who can log in are the staff, it is a way to give them something to look at.
  presetOptions: { recommended: { authenticated: false } },
  peers: { trivy: ["KSV-0122", "KSV-01011"], kubescape: ["C-0262", "C-0265"] },
  summary: "A binding gives rights to everybody.",
  why: "Anybody who reaches the API server has them, from the internet if it is open there.",
  links: [
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings",
    "https://docs.cloud.google.com/kubernetes-engine/docs/best-practices/rbac",
  ],
  options: {
    authenticated: flag(
      "The group system:authenticated counts too; on some clouds that is everybody with an account.",
      true,
    ),
  },
  on: kinds("rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"),

  *check(resource, { options }) {
    const binding = bindingOf(resource);
    if (!binding || open.has(binding.role.name)) return;
    const { title, role, subjects } = binding;
    for (const { kind, name, at, value } of subjects) {
      const isEverybody = kind === "User" ? name === anonymous : kind === "Group" && everybody.has(name);
      const isLoggedIn = options.authenticated && kind === "Group" && name === authenticated;
      if (isEverybody || isLoggedIn) yield { at, data: { title, role, isEverybody, value } };
    }
  },

  message: ({ title, role, isEverybody }) =>
    `${title} gives ${role.kind} "${role.name}" to everybody who ${isEverybody ? "reaches the API server, without a login" : "can log in"}.`,

  fixes: [
    {
      // Review: who relied on it is refused.
      class: "review",
      title: ({ value }) => `Take ${value.at("name")?.string ?? "it"} out of the binding`,
      edits: ({ data: { value } }, edit) => [edit.remove(value)],
    },
  ],
});

const anonymous = "system:anonymous";
const authenticated = "system:authenticated";
const everybody: ReadonlySet<string> = new Set(["system:unauthenticated", "system:anonymous"]);

/**
 * Roles that are made to be read by everybody: version and health, the keys that tokens are checked with, and what a
 * new node needs to find the cluster.
 */
const open: ReadonlySet<string> = new Set([
  "system:public-info-viewer",
  "system:discovery",
  "system:basic-user",
  "system:service-account-issuer-discovery",
  "kubeadm:bootstrap-signer-clusterinfo",
]);
