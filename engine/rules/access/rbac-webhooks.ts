import { writeVerbs } from "../../kubernetes/rbac.ts";
import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-webhooks",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0114"], checkov: ["CKV_K8S_155"], kubescape: ["C-0281"] },
  standards: { cis: ["5.1.12"] },
  summary: "A role lets its subjects change admission webhooks.",
  why: "A webhook sees and changes every object that passes, Secrets and pods of all namespaces with them.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can read and change every object that is written to the cluster.`,

  fixes: grantFixes,
});

/** Configurations live outside of namespaces. */
const powers = [
  {
    apiGroups: ["admissionregistration.k8s.io"],
    resources: ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
    verbs: writeVerbs,
    clusterOnly: true,
  },
];
