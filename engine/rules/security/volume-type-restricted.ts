import { volumesOf } from "../../kubernetes/volumes.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

/**
 * Sources of volumes that the restricted level leaves to claims, without `hostPath`, which has a rule of its own.
 * Source: https://github.com/kubernetes/pod-security-admission/blob/master/policy/check_restrictedVolumes.go
 */
const direct: readonly string[] = [
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "gitRepo",
  "nfs",
  "iscsi",
  "glusterfs",
  "rbd",
  "flexVolume",
  "cinder",
  "cephfs",
  "flocker",
  "fc",
  "azureFile",
  "vsphereVolume",
  "quobyte",
  "azureDisk",
  "portworxVolume",
  "photonPersistentDisk",
  "scaleIO",
  "storageos",
];

export default defineRule({
  id: "volume-type-restricted",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["pod-security-restricted"],
  peers: { trivy: ["KSV-0028"], "pod-security-standards": ["restrictedVolumes"] },
  summary: "A pod names the storage of a volume itself.",
  why: "Which storage there is, with its addresses and credentials, is for the cluster to say, through a claim or a CSI driver.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://kubernetes.io/docs/concepts/storage/persistent-volumes/",
  ],
  on: workloads,

  *check(workload) {
    for (const { value, name } of volumesOf(workload)) {
      for (const type of direct) {
        const source = value.at(type);
        if (source?.isMap) yield { at: source, onKey: true, data: { name, type } };
      }
    }
  },

  message: ({ name, type }) => {
    const instead =
      type === "gitRepo"
        ? "an init container can clone into an emptyDir"
        : "a PersistentVolumeClaim can stand for the same storage";
    return `Volume "${name ?? "without name"}" is of type ${type}, which Pod Security's restricted level refuses; ${instead}.`;
  },
});
