import { titleOf } from "../../kubernetes/pods.ts";
import { volumesOf } from "../../kubernetes/volumes.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

/**
 * Volume types that the restricted level rejects in a pod. `hostPath` has a separate rule.
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
  summary: "A pod uses a volume type that the restricted Pod Security level rejects.",
  why: "Addresses and credentials of storage belong in a PersistentVolume or a CSI driver, which administrators control.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    "https://kubernetes.io/docs/concepts/storage/persistent-volumes/",
  ],
  on: workloads,

  *check(workload) {
    for (const { value, name } of volumesOf(workload)) {
      for (const type of direct) {
        const source = value.at(type);
        if (source?.isMap) yield { at: source, onKey: true, data: { title: titleOf(workload), name, type } };
      }
    }
  },

  message: ({ title, name, type }) => {
    const advice =
      type === "gitRepo"
        ? "Clone into an emptyDir in an init container instead"
        : "Use a PersistentVolumeClaim instead";
    const volume = name === undefined ? "A volume" : `Volume "${name}"`;
    return `${volume} of ${title} has type ${type}, so the restricted Pod Security level rejects the pod. ${advice}.`;
  },
});
