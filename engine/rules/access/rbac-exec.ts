import { defineRule } from "../../rule/rule.ts";
import { allowsResource, allowsVerb, beforeCreate, type GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

/**
 * WebSockets are opened with `get`, and SPDY connections with `create`. Ephemeral containers are added by an update or
 * patch.
 */
const powers = [
  { apiGroups: [""], resources: ["pods/exec", "pods/attach"], verbs: ["create", "get"] },
  { apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["update", "patch"] },
];

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
  summary: "A role allows running commands in containers.",
  why: "Commands run with the Secrets, network access and service account of the workload.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks"],
  ...permissionCheck(powers, consequence),
});

function consequence({ granted, scope }: GrantData): string {
  const versions = allowsVerb(granted, "create", "update", "patch") ? "" : beforeCreate;
  if (allowsResource(granted, "pods/exec"))
    return `${versions}its subjects can run commands in any container${scope}`;
  return allowsResource(granted, "pods/ephemeralcontainers")
    ? `its subjects can run their own containers in any pod${scope}`
    : `${versions}its subjects can read the output of any container${scope} and send it input`;
}
