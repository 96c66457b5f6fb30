import { volumesOf } from "../../kubernetes/volumes.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { removeVolume, replaceByEmptyDir } from "../../lint/volume-edit.ts";

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
  summary: "A pod mounts a path of its node.",
  why: "What it reads or leaves there belongs to the node and to every other pod that mounts it, and stays when the pod moves.",
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
      yield { at: source, onKey: true, data: { volume, path } };
    }
  },

  message: ({ volume, path }) =>
    `Volume "${volume.name ?? "without name"}" is ${path ? `${path} of` : "a path of"} the node, so what is there leaks into the pod, and what the pod leaves stays there.`,

  fixes: [
    {
      // Template: only a person knows whether the data may be lost or belongs into a claim.
      class: "template",
      title: () => "Use an emptyDir, which goes with the pod",
      edits: ({ data: { volume } }, edit) => replaceByEmptyDir(volume, edit),
    },
    {
      // Template: as above; what reads the path fails.
      class: "template",
      title: () => "Remove the volume and its mounts",
      edits: ({ data: { volume } }, edit) => removeVolume(volume, edit),
    },
  ],
});
