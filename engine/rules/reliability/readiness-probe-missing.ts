import { type Container, longRunningContainersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { isInjectedProxy } from "../../kubernetes/injected.ts";
import { isDeaf } from "../../kubernetes/listening.ts";
import { isAsleep, isPause } from "../../kubernetes/pause.ts";
import { isLongRunning } from "../../kubernetes/pods.ts";
import {
  addText,
  asksTheSame,
  patientThreshold,
  probeDefaults,
  probesOf,
  suggestedProbe,
  tcpPortsOf,
  toleranceOf,
} from "../../kubernetes/probes.ts";
import { placeholder } from "../../lint/edit.ts";
import { flag } from "../../lint/options.ts";
import { defineRule, workloads } from "../../lint/rule.ts";
import { firstDeclaring, firstServed, onlyLists, type Reached } from "../../workspace/served-ports.ts";
import { servingOf } from "../../workspace/serving.ts";

export default defineRule({
  id: "readiness-probe-missing",
  category: "reliability",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  presetOptions: { "kube-linter": { every: true } },
  peers: {
    "kube-linter": ["no-readiness-probe"],
    "kube-score": ["pod-probes"],
    polaris: ["readinessProbeMissing"],
    checkov: ["CKV_K8S_9"],
    kubescape: ["C-0018"],
  },
  summary: "A container that serves a port has no readiness probe.",
  why: "Services send it requests from the moment its process starts, so some fail in every rollout.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
  ],
  options: { every: flag("Report every container by itself, also of Jobs and without a port.", false) },
  asksWorkspace: true,
  on: workloads,

  *check(workload, { options, workspace, uri }) {
    const containers = longRunningContainersOf(workload);
    if (options.every) {
      for (const container of containers.filter(({ value }) => isUnset(value, "readinessProbe")))
        yield hitOf({ container, ports: tcpPortsOf(container), service: undefined });
      return;
    }
    if (!isLongRunning(workload)) return;
    // The pod is ready when all of its containers are, so one that says when keeps requests away for all.
    if (containers.some((one) => isInjectedProxy(one) || !isUnset(one.value, "readinessProbe"))) return;
    const asked = containers.filter((one) => !isPause(one) && !isAsleep(one));
    const serving = servingOf(workload, workspace, uri);
    if (serving.kind === "unserved") return;
    const isReplaced = (image: string) => workspace.isReplaced(image, uri);
    const answers = (container: Container, port: number) => !isDeaf(container, port, isReplaced);
    const services = serving.kind === "served" && serving.services.filter((one) => !onlyLists(one, workload));
    const reached = services ? firstServed(asked, services, answers) : firstDeclaring(asked, answers);
    if (!reached) return;
    const severity = reached.service ? "warning" : "information";
    yield { ...hitOf(reached), severity };
  },

  message,
  together: { group: "probes", part: "readiness probe", fix: addText },

  fixes: [
    {
      // Template: only its authors know where it says that it is ready.
      class: "template",
      title: () => "Add a readiness probe",
      edits: ({ data: { container, ports } }, edit) => {
        const probe = suggestedProbe(ports, placeholder("/"));
        if (!probe) return undefined;
        const liveness = probesOf(container).find(({ kind }) => kind === "liveness");
        const unready = probeDefaults.periodSeconds * probeDefaults.failureThreshold;
        const isHasty =
          liveness &&
          asksTheSame(liveness, suggestedProbe(ports, "/")!) &&
          (toleranceOf(liveness) ?? Number.POSITIVE_INFINITY) <= unready;
        return [
          edit.set(container.value, ["readinessProbe"], probe),
          // Where both ask the same, a container that is only busy must not be restarted at once.
          ...(isHasty
            ? [edit.set(liveness.value, ["failureThreshold"], patientThreshold(liveness, unready))]
            : []),
        ];
      },
    },
  ],
});

function hitOf({ container, ports, service }: Reached) {
  const sender = service && {
    name: service.name === undefined ? "a Service" : `Service "${service.name}"`,
    does: service.headless ? "publishes its address" : "sends it requests",
  };
  return { at: nameOf(container), data: { name: quotedName(container), container, ports, service: sender } };
}

function message({ name, ports: [first], service }: ReturnType<typeof hitOf>["data"]): string {
  const what = first ? `serves port ${first.number} but has no readiness probe` : "has no readiness probe";
  const consequence = service
    ? `${service.name} ${service.does} before it can answer`
    : "its pod counts as ready before it can answer";
  return `Container ${name} ${what}, so ${consequence}.`;
}
