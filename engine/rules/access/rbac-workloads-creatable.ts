import { names } from "../../rule/options.ts";
import { defineRule, inWorkspace } from "../../rule/rule.ts";
import { allowsVerb, type GrantData, grantMessage } from "../shared/grant-words.ts";
import { grantFixes, reachHits, reachOptions, rolesAndBindings } from "../shared/grants.ts";

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
  summary: "A role allows creating pods.",
  why: "A pod can use any service account and mount any Secret in its namespace, so its creator gets the permissions of all of them.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation"],
  options: {
    resources: names("Resources to report.", [
      "pods",
      "deployments",
      "daemonsets",
      "statefulsets",
      "replicasets",
      "replicationcontrollers",
      "jobs",
      "cronjobs",
    ]),
    verbs: names("Verbs to report. `*` is always reported.", ["create"]),
    ...reachOptions,
  },
  on: inWorkspace(rolesAndBindings),

  *check(resource, { options, workspace }) {
    const powers = [
      { apiGroups: ["", "apps", "batch", "extensions"], resources: options.resources, verbs: options.verbs },
    ];
    yield* reachHits(resource, powers, options, workspace);
  },

  message: grantMessage(consequence),

  ...grantFixes,
});

function consequence({ granted, scope }: GrantData): string {
  return allowsVerb(granted, "create", "update", "patch")
    ? `its subjects can run containers as any service account${scope}`
    : `its subjects can access every workload${scope}`;
}
