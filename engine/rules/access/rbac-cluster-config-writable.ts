import { titleOf } from "../../kubernetes/pods.ts";
import { grantsOf, writeVerbs } from "../../kubernetes/rbac.ts";
import { names } from "../../rule/options.ts";
import { defineRule } from "../../rule/rule.ts";
import { verbsText } from "../shared/grant-words.ts";
import { roles } from "../shared/grants.ts";

export default defineRule({
  id: "rbac-cluster-config-writable",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0115"], kubescape: ["C-0037"] },
  summary: "A role allows changing a ConfigMap that configures the whole cluster.",
  why: "`aws-auth` decides who administers an EKS cluster, and `coredns` how every DNS name in the cluster resolves.",
  links: [
    "https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html",
    "https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/",
  ],
  options: {
    configMaps: names("Names of ConfigMaps to report.", ["aws-auth", "coredns"]),
  },
  on: roles,

  *check(role, { options }) {
    // The names have no special meaning in other namespaces.
    if (role.kind === "Role" && role.namespace !== "kube-system") return;
    for (const { value, apiGroups, resources, verbs } of grantsOf(role)) {
      const name = value
        .at("resourceNames")
        ?.items()
        .find(({ string: text }) => options.configMaps.includes(text ?? ""));
      const isCore = apiGroups.includes("") || apiGroups.includes("*");
      const writing = verbs.filter((verb) => verb === "*" || writeVerbs.includes(verb));
      if (!name || !isCore || writing.length === 0) continue;
      if (!resources.some((resource) => resource === "configmaps" || resource === "*")) continue;
      yield { at: name, data: { title: titleOf(role), name: name.string ?? "", writing, value: name } };
    }
  },

  message: ({ title, name, writing }) =>
    `${title} allows ${verbsText(writing)} on ConfigMap "${name}", so its subjects can ${abilityText(name, writing)}.`,

  fixClasses: ["template"],
  *fixes({ data: { name, value } }, edit) {
    if (1 < (value.parent?.items().length ?? 0)) {
      // Template: only the user can tell whether the subjects need the permission. A rule without names would apply to
      // all ConfigMaps.
      yield { class: "template", title: `Remove "${name}" from resourceNames`, edits: [edit.remove(value)] };
    }
  },
});

function abilityText(name: string, verbs: readonly string[]): string {
  const canChange = verbs.some((verb) => verb !== "delete" && verb !== "deletecollection");
  if (name === "aws-auth")
    return canChange ? "make themselves cluster administrators" : "lock users and nodes out of the cluster";
  if (name === "coredns")
    return canChange ? "redirect any DNS name in the cluster" : "break DNS for the whole cluster";
  return `${canChange ? "change" : "delete"} configuration of the whole cluster`;
}
