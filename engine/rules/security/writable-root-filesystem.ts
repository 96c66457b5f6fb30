import { mountEmptyDirs } from "../../edits/volume.ts";
import { containersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { type WriteAnswer, writesOf } from "../../kubernetes/process-user.ts";
import { defineRule, workloads } from "../../rule/rule.ts";
import { sentenceList } from "../../text/sentence.ts";

const fieldPath = ["securityContext", "readOnlyRootFilesystem"];

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
  summary: "A container can write to its root filesystem.",
  why: "An attacker who compromises the container can replace its programs and install tools.",
  links: ["https://kubernetes.io/docs/tasks/configure-pod-container/security-context/"],
  hardens: "container",
  asksWorkspace: true,
  neededBy: "nodes",
  on: workloads,

  *check(workload, { workspace, uri }) {
    if (isWindows(workload)) return;
    for (const container of containersOf(workload)) {
      const readOnly = container.at(...fieldPath);
      const at = isUnset(container.value, ...fieldPath) ? nameOf(container) : readOnly;
      if (!at || (at === readOnly && readOnly.value !== false)) continue;
      const writes = writesOf(container, (image) => workspace.isReplaced(image, uri));
      yield { at, data: { container, writes } };
    }
  },

  message: ({ container }) =>
    `Container ${quotedName(container)} can write to its root filesystem, so an attacker who compromises it can replace its programs.`,

  fixes: [
    {
      // Review: the directories that the image writes to become emptyDir volumes, which are empty in a new pod.
      class: "review",
      title: ({ writes }) => titleOf(writes),
      edits: ({ data: { container, writes } }, edit) => {
        if (writes.kind !== "known" || writes.configured) return undefined;
        return [
          edit.set(container.value, fieldPath, true),
          ...(mountEmptyDirs(container, writes.directories, edit) ?? [undefined]),
        ];
      },
    },
    {
      // Template: only a person knows where a server with a custom configuration writes.
      class: "template",
      bundled: true,
      title: ({ writes }) => titleOf(writes),
      caveat: ({ container }) => `"${container.name}" must not be configured to write elsewhere`,
      edits: ({ data: { container, writes } }, edit) => {
        if (writes.kind !== "known" || !writes.configured) return undefined;
        return [
          edit.set(container.value, fieldPath, true),
          ...(mountEmptyDirs(container, writes.directories, edit) ?? [undefined]),
        ];
      },
    },
    {
      // Review: processes that write outside volumes fail.
      class: "review",
      title: () => "Set readOnlyRootFilesystem to true",
      caveat: () => "processes that write outside volumes will fail",
      edits: ({ data: { container, writes } }, edit) =>
        writes.kind === "unknown" ? [edit.set(container.value, fieldPath, true)] : undefined,
    },
    {
      // Review: as above, but files in /tmp are written to a volume that is deleted with the pod.
      class: "review",
      title: () => "Set readOnlyRootFilesystem to true, with an emptyDir volume at /tmp",
      caveat: () => "processes that write outside volumes will fail",
      edits: ({ data: { container, writes } }, edit) => {
        const mounts = writes.kind === "unknown" ? mountEmptyDirs(container, writes.directories, edit) : [];
        return mounts && mounts.length > 0
          ? [edit.set(container.value, fieldPath, true), ...mounts]
          : undefined;
      },
    },
    {
      // Template: only a person knows where the image writes.
      class: "template",
      title: () => "Set readOnlyRootFilesystem to true",
      caveat: () => "mount volumes at the directories that the image writes to",
      edits: ({ data: { container, writes } }, edit) =>
        writes.kind === "image" ? [edit.set(container.value, fieldPath, true)] : undefined,
    },
  ],
});

function titleOf({ directories }: WriteAnswer): string {
  if (directories.length === 0) return "Set readOnlyRootFilesystem to true";
  const noun = directories.length === 1 ? "an emptyDir volume" : "emptyDir volumes";
  return `Set readOnlyRootFilesystem to true, with ${noun} at ${sentenceList(directories)}`;
}
