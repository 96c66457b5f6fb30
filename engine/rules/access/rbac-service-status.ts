import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-service-status",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { checkov: ["CKV2_K8S_4"] },
  summary: "A role lets its subjects write the status of Services.",
  why: "An address in the status of a Service draws the traffic to that address to its pods (CVE-2020-8554).",
  links: ["https://github.com/kubernetes/kubernetes/issues/97076"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can draw traffic for foreign addresses to pods of theirs.`,

  fixes: grantFixes,
});

/** Load balancer controllers do it for a living. */
const powers = [{ apiGroups: [""], resources: ["services/status"], verbs: ["update", "patch"] }];
