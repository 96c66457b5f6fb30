import { writeVerbs } from "../../kubernetes/rbac.ts";
import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-configmaps-manageable",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { trivy: ["KSV-0049"] },
  summary: "A role lets its subjects change any ConfigMap that it reaches.",
  why: "What applications are told to do stands in ConfigMaps, and so does what some controllers take for granted.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects decide how the applications behave that read them.`,

  fixes: grantFixes,
});

/** Any change counts. */
const powers = [{ apiGroups: [""], resources: ["configmaps"], verbs: writeVerbs }];
