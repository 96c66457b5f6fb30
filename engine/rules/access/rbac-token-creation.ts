import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-token-creation",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0282"] },
  standards: { cis: ["5.1.13"] },
  summary: "A role lets its subjects make tokens of ServiceAccounts.",
  why: "A token is the account: whoever makes one has all of its rights.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can act as every account they reach.`,

  fixes: grantFixes,
});

/** A token is made by creating the subresource. */
const powers = [{ apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }];
