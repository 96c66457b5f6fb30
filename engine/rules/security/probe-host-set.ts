import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { literal } from "../../kubernetes/resource.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

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
  summary: "A probe or a lifecycle hook makes the kubelet connect to a host other than the pod.",
  why: "A user who can create pods can make the kubelet send requests to services that only the node can reach.",
  links: [
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes",
  ],
  on: workloads,

  *check(workload, { settings }) {
    // Pod Security has checked the field since 1.34.
    if (!isAtLeast(settings.kubernetesVersion, "1.34")) return;
    const isOnHostNetwork = workload.pod.at("hostNetwork")?.value === true;
    for (const container of containersOf(workload)) {
      for (const path of [...probes, ...hooks]) {
        for (const handler of ["httpGet", "tcpSocket"]) {
          const at = container.at(...path, handler, "host");
          const host = literal(at);
          if (!at || host === undefined) continue;
          const caller = callerOf(path.at(-1)!);
          yield { at, data: { name: quotedName(container), caller, host, isOnHostNetwork } };
        }
      }
    }
  },

  message: ({ name, caller, host, isOnHostNetwork }) =>
    `The ${caller} of container ${name} sets host to ${host}, so ${consequenceOf(host, isOnHostNetwork)}.`,

  fixClasses: ["review"],
  *fixes({ at }, edit) {
    // Review: the kubelet connects to the pod's IP, and the container might not listen on it.
    yield {
      class: "review",
      title: "Remove host (the kubelet connects to the pod's IP)",
      edits: [edit.remove(at)],
    };
  },
});

function consequenceOf(host: string, isOnHostNetwork: boolean): string {
  if (!loopback.test(host)) return "the kubelet connects to that host instead of the pod";
  // On the host network, the pod has the loopback interface of the node, and the probe reaches the pod.
  return isOnHostNetwork
    ? "the baseline Pod Security level rejects the pod"
    : "the kubelet connects to the node itself instead of the pod";
}

const loopback = /^(?:localhost|127\..*|::1|\[::1\])$/i;

/** `liveness probe` or `preStop hook` */
function callerOf(field: string): string {
  return field.endsWith("Probe") ? field.replace("Probe", " probe") : `${field} hook`;
}
