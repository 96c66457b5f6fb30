import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "host-port",
  category: "security",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "pod-security-baseline", "pod-security-restricted"],
  peers: {
    polaris: ["hostPortSet"],
    trivy: ["KSV-0024"],
    checkov: ["CKV_K8S_26"],
    kubescape: ["C-0044"],
    "pod-security-standards": ["hostPorts"],
  },
  standards: { cis: ["5.2.13"] },
  summary: "A container uses a host port.",
  why: "A host port can bypass network policies, and only one pod per node can use it.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/overview/#services",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
  ],
  neededBy: "nodes",
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      for (const port of container.at("ports")?.items() ?? []) {
        const hostPort = port.at("hostPort");
        if (hostPort?.number)
          yield {
            at: hostPort,
            data: {
              name: quotedName(container),
              number: hostPort.number,
              kind: workload.kind,
              local: isLocal(port),
            },
          };
      }
    }
  },

  message: ({ name, number, kind, local }) => {
    const fact = `Container ${name} uses hostPort ${number}`;
    if (!local) return `${fact}, so anyone who can reach the node can connect to the container.`;
    return kind === "DaemonSet"
      ? `${fact}, so no other pod on the node can use this port.`
      : `${fact}, so each node can run only one of these pods.`;
  },

  fixClasses: ["review"],
  *fixes({ at, data: { number } }, edit) {
    // Review: clients that use the node's address need a Service instead.
    yield {
      class: "review",
      title: `Remove hostPort ${number} (clients must use a Service instead of the node's address)`,
      edits: [edit.remove(at)],
    };
  },
});

/** Whether only processes on the node can reach the port. */
function isLocal(port: Value): boolean {
  return /^(?:127\.|::1$)/.test(port.at("hostIP")?.string ?? "");
}
