import { containersOf, quotedName } from "../../kubernetes/containers.ts";
import { probesOf } from "../../kubernetes/probes.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "probe-success-threshold-invalid",
  category: "reliability",
  severity: "error",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A probe has a successThreshold that its kind does not allow.",
  why: "The API server accepts only 1 for liveness and startup probes, because one success shows that a container is alive or has started. For readiness probes, it rejects negative numbers.",
  links: [
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes",
  ],
  on: workloads,

  *check(workload) {
    for (const container of containersOf(workload)) {
      for (const { kind, value } of probesOf(container)) {
        const at = value.at("successThreshold");
        const threshold = at?.number;
        // 0 means the default, which is 1.
        if (!at || threshold === undefined || threshold === 0 || threshold === 1) continue;
        if (kind === "readiness" && 0 < threshold) continue;
        yield { at, data: { name: quotedName(container), kind, threshold } };
      }
    }
  },

  message: ({ name, kind, threshold }) =>
    `The ${kind} probe of container ${name} sets successThreshold to ${threshold}, but it must be ${kind === "readiness" ? "positive" : "1"}, so the API server rejects it.`,

  fixClasses: ["safe"],
  *fixes({ at }, edit) {
    // Safe: the API server rejects the object, and 1 is the default.
    yield { class: "safe", title: "Set successThreshold to 1", edits: [edit.setValue(at, 1)] };
  },
});
