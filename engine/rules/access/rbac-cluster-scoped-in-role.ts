import { titleOf } from "../../kubernetes/pods.ts";
import { grantsOf } from "../../kubernetes/rbac.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import { defineRule, kinds } from "../../rule/rule.ts";
import { isKnownGroup, isOutsideNamespaces } from "../shared/rbac-names.ts";

export default defineRule({
  id: "rbac-cluster-scoped-in-role",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A Role names a resource that is outside of namespaces.",
  why: "A Role grants access only inside its namespace, so it grants nothing on nodes, persistent volumes or other resources of the whole cluster: that takes a ClusterRole and a ClusterRoleBinding.",
  links: ["https://kubernetes.io/docs/reference/access-authn-authz/rbac/#role-and-clusterrole"],
  on: kinds("rbac.authorization.k8s.io/Role"),

  *check(role) {
    for (const { value, apiGroups, verbs } of grantsOf(role)) {
      if (apiGroups.length === 0 || !apiGroups.every(isKnownGroup)) continue;
      for (const at of value.at("resources")?.items() ?? []) {
        const text = at.string;
        if (text === undefined || isTemplated(text) || !isOutsideNamespaces(text, apiGroups, verbs)) continue;
        yield { at, data: { title: titleOf(role), text } };
      }
    }
  },

  message: ({ title, text }) =>
    `${title} lists ${text}, a cluster-scoped resource, so the Role grants no access to it. Use a ClusterRole.`,
});
