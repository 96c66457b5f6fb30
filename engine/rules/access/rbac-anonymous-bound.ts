import { bindingOf } from "../../kubernetes/subjects.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "rbac-anonymous-bound",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended", "strict"],
  // In many clusters only employees can log in, and the binding is meant for them.
  presetOptions: { recommended: { authenticated: false } },
  peers: { trivy: ["KSV-0122", "KSV-01011"], kubescape: ["C-0262", "C-0265"] },
  summary: "A binding grants permissions to anonymous users or to everyone who can log in.",
  why: "Anyone who can reach the API server has these permissions, even from the internet if the API server is public.",
  links: [
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings",
    "https://docs.cloud.google.com/kubernetes-engine/docs/best-practices/rbac",
  ],
  options: {
    authenticated: flag(
      "Also report the group system:authenticated. On some clouds it includes everyone with an account.",
      true,
    ),
  },
  on: kinds("rbac.authorization.k8s.io/ClusterRoleBinding", "rbac.authorization.k8s.io/RoleBinding"),

  *check(resource, { options }) {
    const binding = bindingOf(resource);
    if (!binding || publicRoles.has(binding.role.name)) return;
    const { title, role, subjects } = binding;
    const scope = resource.kind === "RoleBinding" ? " in the namespace" : "";
    for (const { kind, name, at, value } of subjects) {
      const isAnonymous =
        kind === "User" ? name === anonymous : kind === "Group" && anonymousGroups.has(name);
      const isAuthenticated = options.authenticated && kind === "Group" && name === authenticated;
      if (isAnonymous || isAuthenticated) yield { at, data: { title, role, kind, name, value, scope } };
    }
  },

  message: ({ title, role, kind, name, scope }) => {
    const fact = `${title} grants ${role.kind} "${role.name}" to ${kind} "${name}"`;
    if (kind === "Group" && name === anonymous)
      return `${fact}, but that is the name of a user, so this subject gets no permissions.`;
    return name === authenticated
      ? `${fact}, so every user and service account has these permissions${scope}.`
      : `${fact}, so anyone who can reach the API server has these permissions${scope}.`;
  },

  fixClasses: ["review"],
  *fixes({ data: { name, value } }, edit) {
    // Review: requests that relied on the binding are denied.
    yield { class: "review", title: `Remove "${name}" from the subjects`, edits: [edit.remove(value)] };
  },
});

const anonymous = "system:anonymous";
const authenticated = "system:authenticated";
const anonymousGroups: ReadonlySet<string> = new Set(["system:unauthenticated", "system:anonymous"]);

/**
 * Roles that are meant for everyone: they expose the version and health, the keys that verify tokens, and the
 * information that a new node needs to find the cluster.
 */
const publicRoles: ReadonlySet<string> = new Set([
  "system:public-info-viewer",
  "system:discovery",
  "system:basic-user",
  "system:service-account-issuer-discovery",
  "kubeadm:bootstrap-signer-clusterinfo",
]);
