import { removeVolume, removeVolumeTitle, replaceByEmptyDir } from "../../edits/volume.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { volumesOf } from "../../kubernetes/volumes.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "host-path-volume",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "pod-security-baseline", "pod-security-restricted"],
  peers: {
    polaris: ["hostPathSet"],
    trivy: ["KSV-0023"],
    kubescape: ["C-0048"],
    "pod-security-standards": ["hostPathVolumes", "restrictedVolumes"],
  },
  standards: { cis: ["5.2.12"], nsa: ["Pod security enforcement"] },
  summary: "A pod uses a hostPath volume.",
  why: "Its files belong to the node and to every other pod that mounts the path, and they stay behind when the pod moves.",
  links: [
    "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  ],
  neededBy: "nodes",
  on: workloads,

  *check(workload) {
    for (const volume of volumesOf(workload)) {
      const source = volume.value.at("hostPath");
      if (!source?.isMap) continue;
      const path = source.at("path")?.string;
      yield { at: source, onKey: true, data: { title: titleOf(workload), volume, path } };
    }
  },

  message: ({ title, volume: { name }, path }) =>
    `${name === undefined ? "A volume" : `Volume "${name}"`} of ${title} uses ${path ? `host path ${path}` : "a host path"}, so containers that mount it can access ${path?.startsWith("/dev") ? "devices of" : "files on"} the node.`,

  fixClasses: ["template"],
  *fixes({ data: { volume } }, edit) {
    // Template: only the user knows whether the data can be lost or belongs in a PersistentVolumeClaim.
    yield {
      class: "template",
      title: "Replace hostPath with an emptyDir (its data is deleted with the pod)",
      edits: replaceByEmptyDir(volume, edit),
    };
    // Template: as above, and programs that read the path fail.
    yield { class: "template", title: removeVolumeTitle(volume), edits: removeVolume(volume, edit) };
  },
});
