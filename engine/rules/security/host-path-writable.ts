import { literal } from "../../kubernetes/resource.ts";
import { volumesOf } from "../../kubernetes/volumes.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "host-path-writable",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { "kube-linter": ["writable-host-mount"], kubescape: ["C-0045"] },
  summary: "A container can write to a host path.",
  why: "Files written there survive the pod, and programs on the node can read or run them.",
  links: [
    "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
    "https://kubernetes.io/docs/concepts/storage/volumes/#read-only-mounts",
  ],
  neededBy: "nodes",
  on: workloads,

  *check(workload) {
    for (const { value, name, mounts } of volumesOf(workload)) {
      const source = value.at("hostPath");
      if (!source?.isMap) continue;
      for (const { container, value: mount } of mounts) {
        const readOnly = mount.at("readOnly");
        // Incomplete, filled in later, or read-only.
        if (readOnly && readOnly.value !== false) continue;
        const at = readOnly ?? mount.at("mountPath") ?? mount;
        yield { at, data: { container, mount, name, path: literal(source.at("path")) } };
      }
    }
  },

  message: ({ container, path }) =>
    `Container ${container} can write to ${path ? `the node's ${path}` : "a host path"}, so an attacker who compromises it can change files on the node.`,

  fixClasses: ["review"],
  *fixes({ data: { name, mount } }, edit) {
    // Review: processes that write to the volume fail.
    yield {
      class: "review",
      title: `Mount volume "${name}" read-only (writes to it will fail)`,
      edits: [edit.set(mount, ["readOnly"], true)],
    };
  },
});
