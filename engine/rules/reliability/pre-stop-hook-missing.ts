import { longRunningContainersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { isLongRunning, isWindows } from "../../kubernetes/pods.ts";
import { tcpPortsOf } from "../../kubernetes/probes.ts";
import { isAtLeast } from "../../kubernetes/versions.ts";
import { defineRule, workloads } from "../../rule/rule.ts";

export default defineRule({
  id: "pre-stop-hook-missing",
  category: "reliability",
  severity: "hint",
  since: "0.1.0",
  // Many servers continue to answer for a while after SIGTERM.
  presets: [],
  summary: "A container that serves a port has no preStop hook.",
  why: "Kubernetes stops a pod and removes it from its Services at the same time, so some requests still arrive while the server shuts down.",
  links: [
    "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination",
    "https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/",
  ],
  on: workloads,

  *check(workload) {
    if (!isLongRunning(workload)) return;
    for (const container of longRunningContainersOf(workload)) {
      const [port] = tcpPortsOf(container);
      if (!port || !isUnset(container.value, "lifecycle", "preStop")) continue;
      const data = { name: quotedName(container), owner: container.value, port: port.number, workload };
      yield { at: nameOf(container), data };
    }
  },

  message: ({ name, port }) =>
    `Container ${name} listens on port ${port} but has no preStop hook, so requests that arrive while it shuts down can fail.`,

  fixClasses: ["review"],
  *fixes({ data: { owner, workload } }, edit, { settings }) {
    // The API server rejects a sleep that is longer than the grace period.
    const grace = workload.pod.at("terminationGracePeriodSeconds")?.number ?? 30;
    // Before 1.30, only the command is available.
    const isCommand = !isAtLeast(settings.kubernetesVersion, "1.30");
    if (grace <= 5 || (isCommand && isWindows(workload))) return;
    // Review: every pod takes longer to stop.
    yield {
      class: "review",
      title: `Add a preStop hook that sleeps for 5 seconds${isCommand ? " (the image must contain sleep)" : ""}`,
      edits: [
        isCommand
          ? edit.set(owner, ["lifecycle", "preStop", "exec"], { command: ["sleep", "5"] })
          : edit.set(owner, ["lifecycle", "preStop", "sleep", "seconds"], 5),
      ],
    };
  },
});
