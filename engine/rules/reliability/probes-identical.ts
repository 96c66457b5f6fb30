import { longRunningContainersOf, quotedName } from "../../kubernetes/containers.ts";
import { isSame } from "../../kubernetes/equal.ts";
import { patientThreshold, probesOf, toleranceOf } from "../../kubernetes/probes.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

const handlers = ["httpGet", "tcpSocket", "grpc", "exec"];

export default defineRule({
  id: "probes-identical",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { "kube-score": ["pod-probes-identical"] },
  summary: "A container uses the same check for readiness and liveness.",
  why: "Under high load, a container that should only stop receiving requests is restarted instead, and its requests overload the other replicas.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#liveness-probe",
  ],
  on: workloads,

  *check(workload) {
    for (const container of longRunningContainersOf(workload)) {
      const probes = probesOf(container);
      const [liveness, readiness] = ["liveness", "readiness"].map((kind) =>
        probes.find((probe) => probe.kind === kind),
      );
      if (!liveness || !readiness) continue;
      const hasSameCheck = handlers.every((name) =>
        isSame(liveness.value.at(name), readiness.value.at(name)),
      );
      const [untilRestart, untilUnready] = [toleranceOf(liveness), toleranceOf(readiness)];
      if (!hasSameCheck || untilRestart === undefined || untilUnready === undefined) continue;
      if (untilUnready < untilRestart) continue;
      const threshold = patientThreshold(liveness, untilUnready);
      const data = { name: quotedName(container), seconds: untilRestart, probe: liveness.value, threshold };
      const related = [{ at: readiness.value, message: "The readiness probe uses the same check." }];
      yield { at: liveness.value, onKey: true, data, related };
    }
  },

  message: ({ name, seconds }) =>
    `Container ${name} uses the same check for readiness and liveness, so ${seconds} seconds of failures restart it instead of only stopping traffic.`,

  fixClasses: ["review"],
  *fixes({ data: { threshold, probe } }, edit) {
    // Review: a container that hangs is restarted later.
    yield {
      class: "review",
      title: `Set failureThreshold of the liveness probe to ${threshold}`,
      edits: [edit.set(probe, ["failureThreshold"], threshold)],
    };
  },
});
