import { writeVerbs } from "../../kubernetes/rbac.ts";
import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-roles-manageable",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { trivy: ["KSV-0050", "KSV-0055"] },
  summary: "A role lets its subjects change roles or bindings.",
  why: "They can hand their rights on to anybody, and take those of others away.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects hand their rights on, or take those of others away.`,

  fixes: grantFixes,
});

/** What may be handed out is held to what the subject has; that it may be handed out is what is reported. */
const powers = [
  {
    apiGroups: ["rbac.authorization.k8s.io"],
    resources: ["roles", "clusterroles", "rolebindings", "clusterrolebindings"],
    verbs: writeVerbs,
  },
];
