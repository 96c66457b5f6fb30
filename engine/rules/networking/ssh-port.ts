import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "ssh-port",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  peers: { "kube-linter": ["ssh-port"], kubescape: ["C-0042"] },
  summary: "A container offers SSH.",
  why: "It is a second way in, with keys and users that the cluster does not know; `kubectl exec` is the one that is logged.",
  links: ["https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/"],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      for (const port of container.at("ports")?.items() ?? []) {
        const at = port.at("containerPort");
        const protocol = port.at("protocol")?.value ?? "TCP";
        if (at?.number === 22 && protocol === "TCP") yield { at, data: { container: quotedName(container) } };
      }
    }
  },

  message: ({ container }) =>
    `Container ${container} listens on port 22, which is a way in that the cluster neither guards nor logs.`,
});
