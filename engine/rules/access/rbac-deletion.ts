import { defineRule } from "../../rule/rule.ts";
import { allowsResource, type GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

/** The usual contents of a namespace. */
const powers = [
  {
    apiGroups: ["", "apps", "batch"],
    resources: [
      "namespaces",
      "pods",
      "services",
      "secrets",
      "configmaps",
      "persistentvolumeclaims",
      "persistentvolumes",
      "deployments",
      "daemonsets",
      "statefulsets",
      "replicasets",
      "jobs",
      "cronjobs",
    ],
    verbs: ["delete", "deletecollection"],
  },
];

export default defineRule({
  id: "rbac-deletion",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { kubescape: ["C-0007"] },
  summary: "A role allows deleting workloads or data.",
  why: "A mistake or a leaked token can cause an outage, and data on deleted volumes can be lost.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  ...permissionCheck(powers, consequence),
});

function consequence({ granted }: GrantData): string {
  const losesData = allowsResource(granted, "namespaces", "persistentvolumes", "persistentvolumeclaims");
  return `a mistake or a leaked token can cause ${losesData ? "an outage and data loss" : "an outage"}`;
}
