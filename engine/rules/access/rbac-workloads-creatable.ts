import { boundHits, grantFixes, grantHits, rolesAndBindings } from "../../lint/grants.ts";
import { choice, flag, names } from "../../lint/options.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-workloads-creatable",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: [],
  presetOptions: {
    "kube-linter": {
      report: "bindings",
      wildcards: true,
      resources: ["pods", "deployments", "statefulsets", "replicasets", "cronjobs", "jobs", "daemonsets"],
    },
  },
  peers: { "kube-linter": ["access-to-create-pods"], trivy: ["KSV-0048"], kubescape: ["C-0188"] },
  standards: { cis: ["5.1.4"] },
  summary: "A role lets its subjects make pods.",
  why: "Who makes a pod chooses its ServiceAccount, its volumes and its image, and so has the rights of every account of the namespace.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation"],
  options: {
    resources: names("Resources that count.", [
      "pods",
      "deployments",
      "daemonsets",
      "statefulsets",
      "replicasets",
      "replicationcontrollers",
      "jobs",
      "cronjobs",
    ]),
    verbs: names("Verbs that count; `*` always does.", ["create"]),
    wildcards: flag("A resource `*` counts too; rbac-wildcard reports it otherwise.", false),
    namespaced: flag("Roles, which reach one namespace, are reported too.", true),
    report: choice("Report the roles, or the bindings of roles that the workspace has.", [
      "roles",
      "bindings",
    ]),
  },
  asksWorkspace: true,
  on: rolesAndBindings,

  *check(resource, { options: { resources, verbs, wildcards, namespaced, report }, workspace }) {
    const powers = [{ apiGroups: ["", "apps", "batch", "extensions"], resources, verbs }];
    if (!namespaced && (resource.kind === "Role" || resource.kind === "RoleBinding")) return;
    if (report === "bindings") yield* boundHits(resource, powers, wildcards, workspace);
    else yield* grantHits(resource, powers, { wildcards });
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can run anything as any account there.`,

  fixes: grantFixes,
});
