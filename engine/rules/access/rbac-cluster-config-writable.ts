import { titleOf } from "../../kubernetes/pods.ts";
import { grantsOf, writeVerbs } from "../../kubernetes/rbac.ts";
import { roles } from "../../lint/grants.ts";
import { names } from "../../lint/options.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-cluster-config-writable",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0115"], kubescape: ["C-0037"] },
  summary: "A role lets its subjects change a ConfigMap that the cluster itself believes in.",
  why: "aws-auth says who is an administrator of an EKS cluster, and coredns says where every name leads to.",
  links: [
    "https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html",
    "https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/",
  ],
  options: {
    configMaps: names("Names of such ConfigMaps.", ["aws-auth", "coredns"]),
  },
  on: roles,

  *check(role, { options }) {
    // In any other namespace than theirs the names mean nothing.
    if (role.kind === "Role" && role.namespace !== "kube-system") return;
    for (const { value, apiGroups, resources, verbs } of grantsOf(role)) {
      const name = value
        .at("resourceNames")
        ?.items()
        .find(({ string: text }) => options.configMaps.includes(text ?? ""));
      const isCore = apiGroups.includes("") || apiGroups.includes("*");
      const verb = verbs.find((one) => one === "*" || writeVerbs.includes(one));
      if (!name || !isCore || verb === undefined) continue;
      if (!resources.some((one) => one === "configmaps" || one === "*")) continue;
      yield { at: name, data: { role: titleOf(role), name: name.string ?? "", verb, value: name } };
    }
  },

  message: ({ role, name, verb }) =>
    `${role} allows ${verb === "*" ? "every verb" : verb} on the ConfigMap "${name}", so its subjects decide for the whole cluster.`,

  fixes: [
    {
      // Template: whether somebody needs the right cannot be seen here.
      class: "template",
      title: ({ name }) => `Take ${name} out of this rule`,
      // A rule without names would hold for all ConfigMaps.
      edits: ({ data: { value } }, edit) =>
        1 < (value.parent?.items().length ?? 0) ? [edit.remove(value)] : undefined,
    },
  ],
});
