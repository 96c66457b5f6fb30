import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "ssh-port",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict", "kube-linter"],
  peers: { "kube-linter": ["ssh-port"], kubescape: ["C-0042"] },
  summary: "A container listens on the SSH port.",
  why: "SSH has its own users and keys, so its logins bypass Kubernetes access control and audit logs. `kubectl exec` does not.",
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
    `Container ${container} listens on port 22 (SSH), so logins bypass Kubernetes access control and audit logs.`,
});
