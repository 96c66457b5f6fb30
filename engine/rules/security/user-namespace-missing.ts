import { containersOf } from "../../kubernetes/containers.ts";
import { isWindows, titleOf } from "../../kubernetes/pods.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "user-namespace-missing",
  category: "security",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  summary: "A pod shares the node's user namespace.",
  why: "In a separate user namespace, root in the container has no privileges on the node, which limits most container escapes.",
  links: [
    "https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/",
    "https://kubernetes.io/docs/tasks/configure-pod-container/user-namespaces/",
  ],
  neededBy: "nodes",
  on: workloads,

  *check(workload, { settings }) {
    // Enabled by default since 1.33. The API server rejects it with other host namespaces and with block devices.
    if (isWindows(workload) || !isAtLeast(settings.kubernetesVersion, "1.33")) return;
    const { pod, anchor } = workload;
    if (["hostNetwork", "hostPID", "hostIPC"].some((field) => pod.at(field)?.value === true)) return;
    if (containersOf(workload).some((container) => container.at("volumeDevices")?.items().length)) return;
    const hostUsers = pod.at("hostUsers");
    if (hostUsers && hostUsers.value !== true) return;
    yield { at: hostUsers ?? anchor, data: { title: titleOf(workload), pod } };
  },

  message: ({ title }) =>
    `${title} shares the node's user namespace, so root in its containers is root on the node if an attacker escapes.`,

  fixClasses: ["review"],
  *fixes({ data: { pod } }, edit) {
    // Review: the node's kernel, its runtime and the filesystems of the volumes must support user namespaces.
    yield {
      class: "review",
      title: "Use a separate user namespace (hostUsers: false)",
      edits: [edit.set(pod, ["hostUsers"], false, { before: ["containers", "initContainers"] })],
    };
  },
});
