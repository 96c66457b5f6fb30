import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import { referent } from "../../workspace/near-names.ts";
import { isTypo } from "../../workspace/typo.ts";

export default defineRule({
  id: "role-not-found",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A binding names a role or an account that is not there.",
  why: "The binding is made all the same and gives nobody anything.",
  links: ["https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding"],
  options: {
    nearOnly: flag(
      "Report only where one nearby has nearly the name; others may come from a chart or be in the cluster.",
      true,
    ),
  },
  asksWorkspace: true,
  on: kinds("rbac.authorization.k8s.io/RoleBinding", "rbac.authorization.k8s.io/ClusterRoleBinding"),

  *check(resource, { options, workspace, uri }) {
    const { root } = resource;
    const own = workspace.kustomize(uri).namespace ? undefined : resource.namespace;
    const kind = root.at("roleRef", "kind")?.string;
    const role = root.at("roleRef", "name");
    const references = [
      {
        at: role,
        kind,
        groupKind: `rbac.authorization.k8s.io/${kind}`,
        namespace: kind === "Role" ? own : undefined,
      },
      ...(root.at("subjects")?.items() ?? [])
        .filter((subject) => subject.at("kind")?.string === "ServiceAccount")
        .map((subject) => ({
          at: subject.at("name"),
          kind: "ServiceAccount",
          groupKind: "/ServiceAccount",
          namespace: subject.at("namespace") ? literal(subject.at("namespace")) : own,
        })),
    ];
    for (const { at, groupKind, namespace, kind: ofKind = "" } of references) {
      const name = literal(at);
      if (!at || name === undefined || name === "default" || isBuiltIn(ofKind, name)) continue;
      const { found, near } = referent(workspace, { groupKind, namespace, name, uri });
      const usual =
        ofKind === "ClusterRole"
          ? userFacing.filter((one) => one.length === name.length && isTypo(name, one))
          : [];
      const meant = near[0]?.name ?? usual[0];
      if (found || (options.nearOnly && meant === undefined)) continue;
      const related = near.map(({ place }) => ({
        at: place,
        message: `This ${ofKind} has nearly the name.`,
      }));
      yield { at, data: { title: titleOf(resource), kind: ofKind, name, meant }, related };
    }
  },

  message: ({ title, kind, name, meant }) =>
    `${title} names ${kind} "${name}", which this workspace does not have${meant === undefined ? "" : ` (there is "${meant}")`}, so it gives nobody anything unless that comes from elsewhere.`,

  fixes: [
    {
      // Review: somebody gets rights by it.
      class: "review",
      title: ({ kind, meant }) => `Use ${kind} "${meant}"`,
      edits: ({ at, data: { meant } }, edit) =>
        meant === undefined ? undefined : [edit.setValue(at, meant)],
    },
  ],
});

/** Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles */
const userFacing: readonly string[] = ["cluster-admin", "admin", "edit", "view"];

function isBuiltIn(kind: string, name: string): boolean {
  return kind === "ClusterRole" && (userFacing.includes(name) || name.startsWith("system:"));
}
