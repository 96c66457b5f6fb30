import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-port-forward",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { kubescape: ["C-0063"] },
  summary: "A role lets its subjects reach any port of its pods.",
  why: "A forwarded port passes by Services, network policies and whatever else stands in front of a pod.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects reach every port of the pods, past network policies.`,

  fixes: grantFixes,
});

/** A WebSocket is opened with `get`, SPDY with `create`. */
const powers = [{ apiGroups: [""], resources: ["pods/portforward"], verbs: ["create", "get"] }];
