import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-escalation",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: {
    trivy: ["KSV-0043", "KSV-0051", "KSV-0052"],
    checkov: ["CKV_K8S_157", "CKV_K8S_158", "CKV2_K8S_1", "CKV2_K8S_3"],
    kubescape: ["C-0065", "C-0191"],
  },
  standards: { cis: ["5.1.8"], nsa: ["Role-based access control"] },
  summary: "A role lets its subjects give themselves rights that they do not have.",
  why: "`bind` and `escalate` switch off the check that nobody hands out more than they have, and `impersonate` takes the rights of somebody else.",
  links: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#escalate-verb",
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping",
  ],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers, { underline: "verbs" });
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can get rights beyond their own.`,

  fixes: grantFixes,
});

/** People and groups live outside of namespaces; accounts do not. */
const powers = [
  {
    apiGroups: ["rbac.authorization.k8s.io"],
    resources: ["roles", "clusterroles", "rolebindings", "clusterrolebindings"],
    verbs: ["bind", "escalate"],
  },
  { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["impersonate"] },
  {
    apiGroups: ["", "authentication.k8s.io"],
    resources: ["users", "groups", "uids"],
    verbs: ["impersonate"],
    clusterOnly: true,
  },
];
