import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { probesOf } from "../../kubernetes/probes.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

export default defineRule({
  id: "probe-success-threshold-invalid",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A liveness or startup probe wants to succeed more than once.",
  why: "The API server refuses it: one success shows that a container is alive or has started.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes",
  ],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      for (const { kind, value } of probesOf(container)) {
        const at = value.at("successThreshold");
        if (kind === "readiness" || at?.number === undefined || at.number === 1) continue;
        yield { at, data: { name: quotedName(container), kind, threshold: at.number } };
      }
    }
  },

  message: ({ name, kind, threshold }) =>
    `The ${kind} probe of container ${name} has a successThreshold of ${threshold}, so the API server refuses it: it must be 1.`,

  fixes: [
    {
      // Safe: no other value is accepted.
      class: "safe",
      title: () => "Set successThreshold to 1",
      edits: ({ at }, edit) => [edit.setValue(at, 1)],
    },
  ],
});
