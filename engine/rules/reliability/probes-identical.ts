import { longRunningContainersOf, quotedName } from "../../kubernetes/containers.ts";
import { isSame } from "../../kubernetes/equal.ts";
import { patientThreshold, probesOf, toleranceOf } from "../../kubernetes/probes.ts";
import { defineRule, workloads } from "../../lint/rule.ts";

const handlers = ["httpGet", "tcpSocket", "grpc", "exec"];

export default defineRule({
  id: "probes-identical",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { "kube-score": ["pod-probes-identical"] },
  summary: "A container is restarted as soon as it is too busy to be ready.",
  why: "Where both probes ask the same and as often, load that should only keep requests away restarts the container, and its neighbors get its load.",
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
      const same = handlers.every((name) => isSame(liveness.value.at(name), readiness.value.at(name)));
      const [restarted, unready] = [toleranceOf(liveness), toleranceOf(readiness)];
      if (!same || restarted === undefined || unready === undefined || unready < restarted) continue;
      const tries = patientThreshold(liveness, unready);
      const data = { name: quotedName(container), seconds: restarted, probe: liveness.value, tries };
      const related = [{ at: readiness.value, message: "The readiness probe asks the same." }];
      yield { at: liveness.value, onKey: true, data, related };
    }
  },

  message: ({ name, seconds }) =>
    `Both probes of container ${name} ask the same, so after ${seconds} seconds in which it is merely not ready it is restarted.`,

  fixes: [
    {
      // Review: a container that hangs is restarted later.
      class: "review",
      title: ({ tries }) => `Restart it only after ${tries} failures`,
      edits: ({ data: { probe, tries } }, edit) => [edit.set(probe, ["failureThreshold"], tries)],
    },
  ],
});
