import { writeVerbs } from "../../kubernetes/rbac.ts";
import { defineRule } from "../../rule/rule.ts";
import { allowsResource, allowsVerb, type GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

const routes = ["services", "endpoints", "endpointslices", "ingresses"];

/** The resources that decide where traffic is sent and whether it is allowed. */
const powers = [
  {
    apiGroups: ["", "networking.k8s.io", "discovery.k8s.io", "extensions"],
    resources: [...routes, "networkpolicies"],
    verbs: writeVerbs,
  },
];

export default defineRule({
  id: "rbac-network-manageable",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { trivy: ["KSV-0056"] },
  summary: "A role allows changing Services, Ingresses or NetworkPolicies.",
  why: "These objects decide where traffic is sent and which traffic is allowed.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  ...permissionCheck(powers, consequence),
});

function consequence({ granted, scope }: GrantData): string {
  const routing = allowsVerb(granted, "create", "update", "patch") ? "redirect traffic" : "interrupt traffic";
  const abilities = [
    ...(allowsResource(granted, ...routes) ? [routing] : []),
    ...(allowsResource(granted, "networkpolicies") ? ["weaken network policies"] : []),
  ];
  return `its subjects can ${abilities.join(" and ")}${scope}`;
}
