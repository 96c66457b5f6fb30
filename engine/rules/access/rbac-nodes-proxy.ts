import { readVerbs, writeVerbs } from "../../kubernetes/rbac.ts";
import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-nodes-proxy",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0047"], checkov: ["CKV2_K8S_2"], kubescape: ["C-0279"] },
  standards: { cis: ["5.1.10"] },
  summary: "A role lets its subjects speak to the kubelets.",
  why: "The kubelet runs commands in every pod of its node, and neither audit log nor admission control sees them.",
  links: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes",
    "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/#fine-grained-authorization",
  ],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can run commands in every pod, unseen by the API server.`,

  fixes: grantFixes,
});

/** `get` is enough: a WebSocket to the kubelet's exec is opened with it. */
const powers = [
  { apiGroups: [""], resources: ["nodes/proxy"], verbs: [...readVerbs, ...writeVerbs], clusterOnly: true },
];
