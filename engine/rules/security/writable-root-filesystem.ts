import { type Container, containersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const way = ["securityContext", "readOnlyRootFilesystem"];

export default defineRule({
  id: "writable-root-filesystem",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  peers: {
    "kube-linter": ["no-read-only-root-fs"],
    "kube-score": ["container-security-context-readonlyrootfilesystem"],
    polaris: ["notReadOnlyRootFilesystem"],
    trivy: ["KSV-0014"],
    checkov: ["CKV_K8S_22"],
    kubescape: ["C-0017"],
  },
  standards: { nsa: ["Immutable container file systems"] },
  summary: "A container may write to its own image's files.",
  why: "Whoever breaks in can replace its programs and leave tools behind.",
  links: ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
  hardens: "container",
  on: workloads,

  *check(workload) {
    if (isWindows(workload)) return;
    for (const container of containersOf(workload)) {
      const readOnly = container.at(...way);
      if (readOnly?.value === false) yield { at: readOnly, data: { container } };
      if (isUnset(container.value, ...way)) yield { at: nameOf(container), data: { container } };
    }
  },

  message: ({ container }) =>
    `Container ${quotedName(container)} can write to its root filesystem, so an intruder can replace its programs.`,

  fixes: [
    {
      // Review: a process that writes outside of its volumes fails.
      class: "review",
      title: () => "Make the root filesystem read-only (/tmp may be needed)",
      edits: ({ data: { container } }, edit) => [edit.set(container.value, way, true)],
    },
    {
      // Review: as above, but what is written to /tmp goes to a volume that ends with the pod.
      class: "review",
      title: () => "Make it read-only, with an emptyDir at /tmp",
      edits: ({ data: { container } }, edit) => {
        const { value, workload } = container;
        const mounts = container.at("volumeMounts")?.items() ?? [];
        const hasTmp = mounts.some((mount) => mount.at("mountPath")?.string?.replace(/\/+$/, "") === "/tmp");
        const name = freeVolumeName(container);
        if (hasTmp || !name) return undefined;
        return [
          edit.set(value, way, true),
          edit.append(value, ["volumeMounts"], { name, mountPath: "/tmp" }),
          edit.append(workload.pod, ["volumes"], { name, emptyDir: {} }),
        ];
      },
    },
  ],
});

/** `tmp`, or with the container's name behind it where another volume is called so: containers should not share it. */
function freeVolumeName({ name, workload }: Container): string | undefined {
  const volumes = workload.pod.at("volumes")?.items() ?? [];
  const taken = volumes.map((volume) => volume.at("name")?.string);
  return ["tmp", `tmp-${name}`].find((candidate) => candidate.length <= 63 && !taken.includes(candidate));
}
