import { mountEmptyDirs } from "../../edits/volume.ts";
import { containersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { isWindows } from "../../kubernetes/pods.ts";
import { type WriteAnswer, writesOf } from "../../kubernetes/process-user.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
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
  neededBy: "nodes",
  on: inWorkspace(workloads),

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
    `Container ${quotedName(container)} can write to its root filesystem, so an attacker who compromises it can install malicious programs.`,

  fixClasses: ["review", "template"],
  *fixes({ data: { container, writes } }, edit) {
    const readOnly = edit.set(container.value, fieldPath, true);
    const title = "Set readOnlyRootFilesystem to true";
    if (writes.kind === "known") {
      const mounts = mountEmptyDirs(container, writes.directories, edit) ?? [undefined];
      const fix = { title: titleOf(writes), edits: [readOnly, ...mounts] };
      if (writes.configured) {
        // Template: only the user knows where a server with a custom configuration writes.
        const caveat = `"${container.name}" must not be configured to write elsewhere`;
        yield { ...fix, class: "template", bundled: true, caveat };
      } else {
        // Review: the directories that the image writes to become emptyDir volumes, which are empty in a new pod.
        yield { ...fix, class: "review" };
      }
    } else if (writes.kind === "unknown") {
      const caveat = "processes that write outside volumes will fail";
      // Review: processes that write outside volumes fail.
      yield { class: "review", title, caveat, edits: [readOnly] };
      const mounts = mountEmptyDirs(container, writes.directories, edit);
      if (!mounts || mounts.length === 0) return;
      // Review: as above, but files in /tmp are written to a volume that is deleted with the pod.
      yield {
        class: "review",
        title: `${title}, with an emptyDir volume at /tmp`,
        caveat,
        edits: [readOnly, ...mounts],
      };
    } else if (writes.kind === "image") {
      const caveat = "mount volumes at the directories that the image writes to";
      // Template: only the user knows where the image writes.
      yield { class: "template", title, caveat, edits: [readOnly] };
    }
  },
});

function titleOf({ directories }: WriteAnswer): string {
  if (directories.length === 0) return "Set readOnlyRootFilesystem to true";
  const noun = directories.length === 1 ? "an emptyDir volume" : "emptyDir volumes";
  return `Set readOnlyRootFilesystem to true, with ${noun} at ${sentenceList(directories)}`;
}
