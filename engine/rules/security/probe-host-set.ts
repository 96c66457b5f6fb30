import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { literal } from "../../kubernetes/resource.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const probes = [["livenessProbe"], ["readinessProbe"], ["startupProbe"]];
const hooks = [
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
];

export default defineRule({
  id: "probe-host-set",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "pod-security-baseline", "pod-security-restricted"],
  peers: { "pod-security-standards": ["hostProbesAndHostLifecycle"] },
  summary: "A probe or a lifecycle hook makes the kubelet connect to a host of the pod's choice.",
  why: "Whoever may make pods can have the node send requests to what only the node may reach.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes",
  ],
  on: workloads,

  *check(workload, { settings }) {
    // Pod Security looks at it from 1.34 on.
    if (!isAtLeast(settings.kubernetesVersion, "1.34")) return;
    for (const container of containersOf(workload)) {
      for (const way of [...probes, ...hooks]) {
        for (const handler of ["httpGet", "tcpSocket"]) {
          const at = container.at(...way, handler, "host");
          const host = literal(at);
          if (at && host !== undefined)
            yield { at, data: { name: quotedName(container), what: way.at(-1)!, host } };
        }
      }
    }
  },

  message: ({ name, what, host }) =>
    `The ${what} of container ${name} makes the kubelet connect to ${host} instead of the pod, with the node's access to the network.`,

  fixes: [
    {
      // Review: the pod itself is asked from then on, which may not listen on its own address.
      class: "review",
      title: () => "Connect to the pod itself",
      edits: ({ at }, edit) => [edit.remove(at)],
    },
  ],
});
