import type { Granted } from "../../kubernetes/rbac.ts";
import { defineRule } from "../../rule/rule.ts";
import { allowsResource, type GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

/** A deletion of these stops what users rely on. */
const services = ["pods", "services", "deployments", "daemonsets", "statefulsets", "replicasets"];

/** The usual contents of a namespace. */
const powers = [
  {
    apiGroups: ["", "apps", "batch"],
    resources: [
      "namespaces",
      ...services,
      "secrets",
      "configmaps",
      "persistentvolumeclaims",
      "persistentvolumes",
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

function consequence({ granted, scope }: GrantData): string {
  return `a mistake or a leaked token can ${lossOf(granted)}${scope}`;
}

/** The most severe loss. */
function lossOf(granted: Granted): string {
  if (allowsResource(granted, "namespaces")) return "delete whole namespaces with everything in them";
  if (allowsResource(granted, "persistentvolumes", "persistentvolumeclaims")) return "cause data loss";
  if (allowsResource(granted, ...services)) return "cause an outage";
  if (allowsResource(granted, "secrets", "configmaps")) return "break the workloads that use them";
  return allowsResource(granted, "jobs")
    ? "stop Jobs before they finish"
    : "stop scheduled Jobs from running";
}
