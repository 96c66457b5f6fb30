import { defineRule } from "../../rule/rule.ts";
import { permissionCheck } from "../shared/grants.ts";

/** PersistentVolumes are cluster-scoped. */
const powers = [{ apiGroups: [""], resources: ["persistentvolumes"], verbs: ["create"], clusterOnly: true }];

export default defineRule({
  id: "rbac-volume-creation",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0278"] },
  standards: { cis: ["5.1.9"] },
  summary: "A role allows creating PersistentVolumes.",
  why: "A PersistentVolume can be a hostPath volume, even where Pod Security forbids those in pods.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#persistent-volume-creation"],
  ...permissionCheck(powers, consequence),
});

function consequence(): string {
  return "its subjects can give pods access to host directories through hostPath volumes";
}
