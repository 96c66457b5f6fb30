import { grantFixes, grantHits, roles } from "../../lint/grants.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-volume-creation",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0278"] },
  standards: { cis: ["5.1.9"] },
  summary: "A role lets its subjects make PersistentVolumes.",
  why: "A PersistentVolume may be a directory of the node, whatever Pod Security says of hostPath in pods.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#persistent-volume-creation"],
  on: roles,

  *check(role) {
    yield* grantHits(role, powers);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so its subjects can mount directories of the nodes.`,

  fixes: grantFixes,
});

/** Volumes live outside of namespaces. */
const powers = [{ apiGroups: [""], resources: ["persistentvolumes"], verbs: ["create"], clusterOnly: true }];
