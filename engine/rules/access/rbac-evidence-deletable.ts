import { defineRule } from "../../rule/rule.ts";
import { allowsResource, type GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

/** Events are in two API groups. */
const powers = [
  {
    apiGroups: ["", "events.k8s.io"],
    resources: ["events", "pods/log"],
    verbs: ["delete", "deletecollection"],
  },
];

export default defineRule({
  id: "rbac-evidence-deletable",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0042"], kubescape: ["C-0031"] },
  summary: "A role allows deleting events or logs.",
  why: "An attacker can delete the records that would show what happened.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  ...permissionCheck(powers, consequence),
});

function consequence({ granted }: GrantData): string {
  return allowsResource(granted, "events")
    ? "an attacker with these permissions can cover their tracks"
    : "the permission has no effect: the API server cannot delete logs";
}
