import { containersOf } from "../../kubernetes/containers.ts";
import { isWindows, titleOf } from "../../kubernetes/pods.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "user-namespace-missing",
  category: "security",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  summary: "A pod shares the users of its node.",
  why: "With users of its own, root in the pod is nobody on the node, which takes the sting out of most break-outs.",
  links: [
    "https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/",
    "https://kubernetes.io/docs/tasks/configure-pod-container/user-namespaces/",
  ],
  neededBy: "nodes",
  on: workloads,

  *check(workload, { settings }) {
    // On by default since 1.33; the API server rejects it next to another namespace of the node and next to block devices.
    if (isWindows(workload) || !isAtLeast(settings.kubernetesVersion, "1.33")) return;
    const { pod, anchor } = workload;
    if (["hostNetwork", "hostPID", "hostIPC"].some((field) => pod.at(field)?.value === true)) return;
    if (containersOf(workload).some((container) => container.at("volumeDevices")?.items().length)) return;
    const hostUsers = pod.at("hostUsers");
    if (hostUsers && hostUsers.value !== true) return;
    yield { at: hostUsers ?? anchor, data: { title: titleOf(workload), pod } };
  },

  message: ({ title }) =>
    `${title} shares the users of its node, so root or any other user of it is the same user on the node after a break-out.`,

  fixes: [
    {
      // Review: nodes need a kernel and a runtime that know it, and volumes a file system that does.
      class: "review",
      title: () => "Give the pod users of its own (hostUsers: false)",
      edits: ({ data: { pod } }, edit) => [
        edit.set(pod, ["hostUsers"], false, { before: ["containers", "initContainers"] }),
      ],
    },
  ],
});
