import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

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
  summary: "A container takes a port of its node.",
  why: "Network policies may not hold there, and a node has the port once, so it runs one such pod at most.",
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
          yield { at: hostPort, data: { name: quotedName(container), number: hostPort.number } };
      }
    }
  },

  message: ({ name, number }) =>
    `Container ${name} takes port ${number} of its node, which whoever reaches the node can reach too, and one pod of a node can have.`,

  fixes: [
    {
      // Review: clients that use the node's address need a Service from then on.
      class: "review",
      title: () => "Do not take a port of the node",
      edits: ({ at }, edit) => [edit.remove(at)],
    },
  ],
});
