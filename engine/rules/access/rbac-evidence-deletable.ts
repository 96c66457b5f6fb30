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

const permission = permissionCheck(powers, () => "an attacker with these permissions can cover their tracks");

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
  ...permission,

  *check(role) {
    for (const hit of permission.check(role)) {
      // With every verb, subjects can only read logs, because the API server cannot do anything else with them.
      const readsLogs = hit.data.granted.verbs.includes("*") && !deletesEvents(hit.data);
      if (!readsLogs) yield hit;
    }
  },

  message: (data) =>
    deletesEvents(data)
      ? permission.message(data)
      : `${data.subject} allows ${data.verbs} on ${data.resources}, which has no effect because the API server cannot delete logs.`,
});

function deletesEvents({ granted }: GrantData): boolean {
  return allowsResource(granted, "events");
}
