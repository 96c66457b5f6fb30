import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-evidence-deletable",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0042"], kubescape: ["C-0031"] },
  summary: "A role lets its subjects delete events or logs.",
  why: "Whoever broke in can take away the traces of it.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so whoever breaks in there can take the traces away.`,

  fixes: grantFixes,
});

/** Events are served by two groups. */
const powers = [
  {
    apiGroups: ["", "events.k8s.io"],
    resources: ["events", "pods/log"],
    verbs: ["delete", "deletecollection"],
  },
];
