import { writeVerbs } from "../../kubernetes/rbac.ts";
import { defineRule } from "../../rule/rule.ts";
import { allowsResource, allowsVerb, type GrantData, grantMessage } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

/** Webhook configurations are cluster-scoped. */
const powers = [
  {
    apiGroups: ["admissionregistration.k8s.io"],
    resources: ["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
    verbs: writeVerbs,
    clusterOnly: true,
  },
];

export default defineRule({
  id: "rbac-webhooks",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0114"], checkov: ["CKV_K8S_155"], kubescape: ["C-0281"] },
  standards: { cis: ["5.1.12"] },
  summary: "A role allows changing admission webhooks.",
  why: "A webhook sees every object that is written to the cluster, and a mutating one can change it.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#control-admission-webhooks"],
  ...permissionCheck(powers, consequence),

  message: (data) =>
    grantMessage(consequence)(
      // Both names together are too long for a message.
      data.granted.resources.length === 2 ? { ...data, resources: "all webhook configurations" } : data,
    ),
});

function consequence({ granted }: GrantData): string {
  if (!allowsVerb(granted, "create", "update", "patch"))
    return "its subjects can turn off the policies that admission webhooks enforce";
  return allowsResource(granted, "mutatingwebhookconfigurations")
    ? "its subjects can read and change any object that is created or updated"
    : "its subjects can read and block any object that is created or updated";
}
