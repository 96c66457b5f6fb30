import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "privileged-port",
  category: "networking",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  peers: { "kube-linter": ["privileged-ports"], trivy: ["KSV-0117"] },
  summary: "A container listens on a port below 1024.",
  why: "Root or NET_BIND_SERVICE is needed for it unless the runtime is kind, and a Service can offer the low port in front of a high one.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports"],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      for (const port of container.at("ports")?.items() ?? []) {
        const at = port.at("containerPort");
        const number = at?.number;
        if (at && number !== undefined && 0 < number && number < 1024)
          yield { at, data: { container: quotedName(container), number } };
      }
    }
  },

  message: ({ container, number }) =>
    `Container ${container} listens on port ${number}, which may need root or NET_BIND_SERVICE.`,
});
