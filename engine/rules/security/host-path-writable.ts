import { literal } from "../../kubernetes/resource.ts";
import { volumesOf } from "../../kubernetes/volumes.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "host-path-writable",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { "kube-linter": ["writable-host-mount"], kubescape: ["C-0045"] },
  summary: "A container can write to a host path.",
  why: "Files written there survive the pod and are read by the node, so they give an attacker a foothold.",
  links: [
    "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
    "https://kubernetes.io/docs/concepts/storage/volumes/#read-only-mounts",
  ],
  neededBy: "nodes",
  on: workloads,

  *check(workload) {
    for (const { value, mounts } of volumesOf(workload)) {
      const source = value.at("hostPath");
      if (!source?.isMap) continue;
      for (const { container, value: mount } of mounts) {
        const readOnly = mount.at("readOnly");
        // Half-typed, filled in later, or read-only.
        if (readOnly && readOnly.value !== false) continue;
        const at = readOnly ?? mount.at("mountPath") ?? mount;
        yield { at, data: { container, mount, path: literal(source.at("path")) } };
      }
    }
  },

  message: ({ container, path }) =>
    `Container ${container} can write to ${path ?? "a path"} on the node, so an attacker who compromises it can leave files there.`,

  fixes: [
    {
      // Review: a process that writes there fails.
      class: "review",
      title: () => "Mount it read-only",
      edits: ({ data: { mount } }, edit) => [edit.set(mount, ["readOnly"], true)],
    },
  ],
});
