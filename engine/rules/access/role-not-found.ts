import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { referent } from "../../workspace/near-names.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "role-not-found",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A binding refers to a role or service account that is not defined.",
  why: "The API server accepts the binding, but it grants nothing.",
  links: ["https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding"],
  options: {
    nearOnly: flag(
      "Report only names that look like a typo. Other roles and service accounts might come from a chart or exist in the cluster.",
      true,
    ),
  },
  on: inWorkspace(
    kinds("rbac.authorization.k8s.io/RoleBinding", "rbac.authorization.k8s.io/ClusterRoleBinding"),
  ),

  *check(resource, { options, workspace, uri }) {
    const { root } = resource;
    const bindingNamespace = workspace.kustomize(uri).namespace ? undefined : resource.namespace;
    const kind = root.at("roleRef", "kind")?.string;
    const role = root.at("roleRef", "name");
    const references = [
      {
        at: role,
        kind,
        groupKind: `rbac.authorization.k8s.io/${kind}`,
        namespace: kind === "Role" ? bindingNamespace : undefined,
      },
      ...(root.at("subjects")?.items() ?? [])
        .filter((subject) => subject.at("kind")?.string === "ServiceAccount")
        .map((subject) => ({
          at: subject.at("name"),
          kind: "ServiceAccount",
          groupKind: "/ServiceAccount",
          namespace: subject.at("namespace") ? literal(subject.at("namespace")) : bindingNamespace,
        })),
    ];
    for (const { at, groupKind, namespace, kind: referentKind = "" } of references) {
      const name = literal(at);
      if (!at || name === undefined || name === "default" || isBuiltIn(referentKind, name)) continue;
      const { found, near } = referent(workspace, { groupKind, namespace, name, uri });
      const similarDefaults =
        referentKind === "ClusterRole"
          ? userFacing.filter((role) => role.length === name.length && isTypo(name, role))
          : [];
      const meant = near[0]?.name ?? similarDefaults[0];
      if (found || (options.nearOnly && meant === undefined)) continue;
      const related = near.map(({ place }) => ({
        at: place,
        message: `This ${referentKind} has a similar name.`,
      }));
      yield { at, data: { title: titleOf(resource), kind: referentKind, name, meant }, related };
    }
  },

  message: ({ title, kind, name, meant }) => {
    const consequence =
      kind === "ServiceAccount" ? "this subject gets no permissions" : "it grants no permissions";
    const suggestion = meant === undefined ? "" : ` Did you mean "${meant}"?`;
    return `${title} refers to ${kind} "${name}", which is not defined in this workspace, so ${consequence} unless the ${kind} exists in the cluster.${suggestion}`;
  },

  fixClasses: ["review"],
  *fixes({ data: { kind, meant }, at }, edit) {
    if (meant !== undefined) {
      // Review: subjects get permissions that they did not have.
      yield { class: "review", title: `Use ${kind} "${meant}"`, edits: [edit.setValue(at, meant)] };
    }
  },
});

/** Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
const userFacing: readonly string[] = ["cluster-admin", "admin", "edit", "view"];

function isBuiltIn(kind: string, name: string): boolean {
  return kind === "ClusterRole" && (userFacing.includes(name) || name.startsWith("system:"));
}
