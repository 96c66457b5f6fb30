import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-deletion",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { kubescape: ["C-0007"] },
  summary: "A role lets its subjects delete workloads or their data.",
  why: "A mistake or a stolen token takes down what it reaches, and what volumes held is gone.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so a mistake or a stolen token can take them down.`,

  fixes: grantFixes,
});

/** What a namespace is made of. */
const powers = [
  {
    apiGroups: ["", "apps", "batch"],
    resources: [
      "namespaces",
      "pods",
      "services",
      "secrets",
      "configmaps",
      "persistentvolumeclaims",
      "persistentvolumes",
      "deployments",
      "daemonsets",
      "statefulsets",
      "replicasets",
      "jobs",
      "cronjobs",
    ],
    verbs: ["delete", "deletecollection"],
  },
];
