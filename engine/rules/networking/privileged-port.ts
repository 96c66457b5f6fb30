import { containersOf, isPrivileged, quotedName } from "../../kubernetes/containers.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "privileged-port",
  category: "networking",
  severity: "hint",
  since: "0.1.0",
  presets: [],
  peers: { "kube-linter": ["privileged-ports"], trivy: ["KSV-0117"] },
  summary: "A container listens on a port below 1024.",
  why: "Ports below 1024 can require root or the NET_BIND_SERVICE capability. A Service can map the low port to a higher container port instead.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports"],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      // It has all capabilities.
      if (isPrivileged(container)) continue;
      for (const port of container.at("ports")?.items() ?? []) {
        const at = port.at("containerPort");
        const number = at?.number;
        if (at && number !== undefined && 0 < number && number < 1024)
          yield { at, data: { container: quotedName(container), number } };
      }
    }
  },

  message: ({ container, number }) =>
    `Container ${container} listens on privileged port ${number}, so it needs root or NET_BIND_SERVICE on some container runtimes.`,
});
