import { grantFixes, reachHits, reachOptions, rolesAndBindings } from "../../lint/grants.ts";
import { names } from "../../lint/options.ts";
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
    ...reachOptions,
  },
  asksWorkspace: true,
  on: rolesAndBindings,

  *check(resource, { options, workspace }) {
    const powers = [
      { apiGroups: ["", "apps", "batch", "extensions"], resources: options.resources, verbs: options.verbs },
    ];
    yield* reachHits(resource, powers, options, workspace);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can run anything as any account there.`,

  fixes: grantFixes,
});
