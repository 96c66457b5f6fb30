import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-csr-approval",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { checkov: ["CKV_K8S_156"], kubescape: ["C-0280"] },
  standards: { cis: ["5.1.11"] },
  summary: "A role lets its subjects approve certificates.",
  why: "A certificate that the cluster signed is a login, in any name that stood in the request.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#csrs-and-certificate-issuing"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can let the cluster sign a login in any name.`,

  fixes: grantFixes,
});

/** Approval is an update of the subresource, and `approve` on the signer, which is worth nothing alone. */
const powers = [
  {
    apiGroups: ["certificates.k8s.io"],
    resources: ["certificatesigningrequests/approval"],
    verbs: ["update", "patch"],
    clusterOnly: true,
  },
];
