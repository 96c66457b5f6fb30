import { writeVerbs } from "../../kubernetes/rbac.ts";
import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-network-manageable",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { trivy: ["KSV-0056"] },
  summary: "A role lets its subjects change where traffic goes.",
  why: "Traffic can be sent past a policy or to pods of somebody else.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can send traffic elsewhere or past a policy.`,

  fixes: grantFixes,
});

/** What decides where traffic goes. */
const powers = [
  {
    apiGroups: ["", "networking.k8s.io", "discovery.k8s.io", "extensions"],
    resources: ["services", "endpoints", "endpointslices", "networkpolicies", "ingresses"],
    verbs: writeVerbs,
  },
];
