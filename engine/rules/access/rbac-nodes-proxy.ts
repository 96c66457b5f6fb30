import { readVerbs, writeVerbs } from "../../kubernetes/rbac.ts";
import { defineRule } from "../../rule/rule.ts";
import { allowsVerb, type GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

/** `get` is enough, because it opens a WebSocket to the kubelet's exec endpoint. */
const powers = [
  { apiGroups: [""], resources: ["nodes/proxy"], verbs: [...readVerbs, ...writeVerbs], clusterOnly: true },
];

export default defineRule({
  id: "rbac-nodes-proxy",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0047"], checkov: ["CKV2_K8S_2"], kubescape: ["C-0279"] },
  standards: { cis: ["5.1.10"] },
  summary: "A role allows access to the kubelet API through `nodes/proxy`.",
  why: "The kubelet runs commands in any pod on its node, and requests to it bypass audit logging and admission control.",
  links: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#access-to-proxy-subresource-of-nodes",
    "https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/#fine-grained-authorization",
  ],
  ...permissionCheck(powers, consequence),
});

function consequence({ granted }: GrantData): string {
  return allowsVerb(granted, "get", "create")
    ? "its subjects can run commands in any pod, bypassing audit logging and admission control"
    : "its subjects can send requests to the kubelet API of any node";
}
