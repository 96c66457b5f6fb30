import { placeholder } from "../../edits/edit.ts";
import { longRunningContainersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { isAsleep, isPause } from "../../kubernetes/pause.ts";
import { isLongRunning } from "../../kubernetes/pods.ts";
import { addText, suggestedProbe, tcpPortsOf } from "../../kubernetes/probes.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "liveness-probe-missing",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  presetOptions: { "kube-linter": { every: true } },
  peers: {
    "kube-linter": ["no-liveness-probe"],
    "kube-score": ["pod-probes"],
    polaris: ["livenessProbeMissing"],
    checkov: ["CKV_K8S_8"],
    kubescape: ["C-0056"],
  },
  summary: "A long-running container has no liveness probe.",
  why: "The kubelet restarts a process that exits, but without a probe it does not notice one that hangs.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
  ],
  options: {
    every: flag("Report every container, including those that run to completion, such as in Jobs.", false),
  },
  on: workloads,

  *check(workload, { options }) {
    if (!options.every && !isLongRunning(workload)) return;
    for (const container of longRunningContainersOf(workload)) {
      if (!isUnset(container.value, "livenessProbe")) continue;
      // A container that only sleeps cannot hang and does not answer probes.
      if (!options.every && (isPause(container) || isAsleep(container))) continue;
      yield { at: nameOf(container), data: { name: quotedName(container), container } };
    }
  },

  message: ({ name }) => `Container ${name} has no liveness probe, so it is not restarted when it hangs.`,
  together: {
    group: "probes",
    part: "liveness probe",
    fix: addText,
  },

  fixClasses: ["template"],
  *fixes({ data: { container } }, edit) {
    const probe = suggestedProbe(tcpPortsOf(container), placeholder("/"));
    // Template: only its authors know which endpoint shows that it is alive.
    yield {
      class: "template",
      title: "Add a liveness probe",
      edits: probe && [edit.set(container.value, ["livenessProbe"], { ...probe, failureThreshold: 6 })],
    };
  },
});
