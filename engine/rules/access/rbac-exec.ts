import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-exec",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: {
    polaris: [
      "clusterrolePodExecAttach",
      "rolePodExecAttach",
      "clusterrolebindingPodExecAttach",
      "rolebindingClusterRolePodExecAttach",
      "rolebindingRolePodExecAttach",
    ],
    trivy: ["KSV-0053", "KSV-0054"],
    checkov: ["CKV2_K8S_2"],
    kubescape: ["C-0002"],
  },
  summary: "A role lets its subjects run commands in containers.",
  why: "Whoever may do that acts as every workload it reaches, with its Secrets, its network and its rights.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can run commands in the containers they reach.`,

  fixes: grantFixes,
});

/** A WebSocket is opened with `get`, SPDY with `create`; an ephemeral container is added by a change. */
const powers = [
  { apiGroups: [""], resources: ["pods/exec", "pods/attach"], verbs: ["create", "get"] },
  { apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["update", "patch"] },
];
