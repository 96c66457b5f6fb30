import { placeholder } from "../../edits/edit.ts";
import { type Container, longRunningContainersOf, nameOf, quotedName } from "../../kubernetes/containers.ts";
import { isUnset } from "../../kubernetes/fields.ts";
import { isInjectedProxy } from "../../kubernetes/injected.ts";
import { isDeaf, isLoadGenerator, listensOnLoopback } from "../../kubernetes/listening.ts";
import { isAsleep, isPause } from "../../kubernetes/pause.ts";
import { isLongRunning } from "../../kubernetes/pods.ts";
import {
  addText,
  asksTheSame,
  type DeclaredPort,
  patientThreshold,
  probeDefaults,
  probedPort,
  probesOf,
  probeText,
  suggestedProbe,
  tcpPortsOf,
  toleranceOf,
} from "../../kubernetes/probes.ts";
import { replicasOf } from "../../kubernetes/replicas.ts";
import type { Workload } from "../../kubernetes/resource.ts";
import { isExporter, isScrapedOnly } from "../../kubernetes/scraped-only.ts";
import { flag } from "../../rule/options.ts";
import { defineRule, inWorkspace, workloads } from "../../rule/rule.ts";
import type { ResourceFacts } from "../../workspace/facts.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { firstDeclaring, firstServed, onlyLists, type Reached } from "../../workspace/served-ports.ts";
import { isServed, servingOf } from "../../workspace/serving.ts";

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
  why: "Services send it requests as soon as its process starts, so some requests fail in every rollout.",
  links: [
    "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    "https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/",
  ],
  options: { every: flag("Report every container, including those of Jobs and those without ports.", false) },
  forService: true,
  on: inWorkspace(workloads),

  *check(workload, { options, workspace, uri }) {
    const containers = longRunningContainersOf(workload);
    if (options.every) {
      yield* containers
        .filter(({ value }) => isUnset(value, "readinessProbe"))
        .map((container) => hitOf({ container, ports: tcpPortsOf(container), service: undefined }));
      return;
    }
    // The built object is decisive, because an overlay can scale it down.
    if (!isLongRunning(workload) || replicasOf(workload) === 0) return;
    // A pod is ready when all of its containers are, so one probe keeps requests away from all of them.
    const hasProbe = (container: Container) =>
      isInjectedProxy(container) || !isUnset(container.value, "readinessProbe");
    if (containers.some(hasProbe)) return;
    const scraped = containers.filter(isScrapedOnly);
    const servers = containers.filter((container) => !scraped.includes(container) && mayServe(container));
    const serving = servingOf(workload, workspace, uri);
    if (serving.kind === "unserved" || isExporter(workload.name)) return;
    if (serving.kind === "unknown" && (!hasRollouts(workload) || isLeftOut(workload, workspace, uri))) return;
    const isReplaced = (image: string) => workspace.isReplaced(image, uri);
    const answers = (container: Container, port: number) =>
      !isDeaf(container, port, isReplaced) && !listensOnLoopback(container, port);
    const services =
      serving.kind === "served" &&
      serving.services.filter((service) => waitsForReady(service, workload, scraped));
    const reached = services ? firstServed(servers, services, answers) : firstDeclaring(servers, answers);
    if (!reached || reached.ports.some((port) => startsWith(reached.container, port))) return;
    // A Pod without a controller has no rollouts.
    const severity = reached.service && workload.kind !== "Pod" ? "warning" : "information";
    yield { ...hitOf(reached), severity };
  },

  message,
  together: { group: "probes", part: "readiness probe", fix: addText },

  fixClasses: ["template"],
  *fixes({ data: { container, ports } }, edit) {
    const probe = suggestedProbe(ports, placeholder("/"));
    if (!probe) return;
    const liveness = probesOf(container).find(({ kind }) => kind === "liveness");
    const unready = probeDefaults.periodSeconds * probeDefaults.failureThreshold;
    const isHasty =
      liveness &&
      asksTheSame(liveness, suggestedProbe(ports, "/")!) &&
      (toleranceOf(liveness) ?? Number.POSITIVE_INFINITY) <= unready;
    const threshold = isHasty ? patientThreshold(liveness, unready) : undefined;
    const side =
      threshold === undefined ? "" : `; sets the liveness probe's failureThreshold to ${threshold}`;
    // Template: only its authors know which endpoint shows that it is ready.
    yield {
      class: "template",
      title: `Add a readiness probe (${probeText(suggestedProbe(ports, "/")!)}${side})`,
      edits: [
        edit.set(container.value, ["readinessProbe"], probe),
        // If both probes use the same check, a busy container must not be restarted immediately.
        ...(liveness && threshold !== undefined
          ? [edit.set(liveness.value, ["failureThreshold"], threshold)]
          : []),
      ],
    };
  },
});

function mayServe(container: Container): boolean {
  return !isPause(container) && !isAsleep(container) && !isLoadGenerator(container);
}

function hitOf({ container, ports, service }: Reached) {
  const consequence = service
    ? `${serviceText(service)} before it is ready`
    : "its pod is marked ready as soon as it starts";
  return {
    at: nameOf(container),
    data: { name: quotedName(container), container, ports, served: service !== undefined, consequence },
  };
}

function serviceText({ name, headless }: ResourceFacts): string {
  const kind = headless ? "headless Service" : "Service";
  const title = name === undefined ? `a ${kind}` : `${kind} "${name}"`;
  return headless ? `${title} publishes the pod's address` : `${title} sends it traffic`;
}

/** Whether a startup probe makes the kubelet wait for the port before the pod is ready. */
function startsWith(container: Container, { name, number }: DeclaredPort): boolean {
  const startup = probesOf(container).find(({ kind }) => kind === "startup");
  const port = startup && probedPort(startup);
  return port !== undefined && (port.number === number || (name !== undefined && port.string === name));
}

/** Rollouts of other kinds do not wait for ready pods, or users do not notice them without a Service. */
function hasRollouts({ kind }: Workload): boolean {
  return !["Pod", "ReplicationController", "ReplicaSet", "DaemonSet"].includes(kind);
}

/** Whether the namespace has Services, but none that selects the pods. */
function isLeftOut(workload: Workload, workspace: WorkspaceView, uri: string): boolean {
  if (workspace.kustomize(uri).labels || isServed(workload, workspace)) return false;
  return workspace
    .ofKind("/Service", workload.namespace)
    .some(({ selectors }) => selectors.some(({ selector }) => selector !== undefined && selector.length > 0));
}

function waitsForReady(service: ResourceFacts, workload: Workload, scraped: readonly Container[]): boolean {
  return !service.publishesUnready && !onlyLists(service, workload) && !leadsOnlyTo(service, scraped);
}

function leadsOnlyTo({ service }: ResourceFacts, containers: readonly Container[]): boolean {
  const ports = containers.flatMap(tcpPortsOf);
  const targets = (service?.ports ?? []).map(({ target }) => target);
  return (
    targets.length > 0 &&
    targets.every((target) => ports.some(({ name, number }) => target === name || target === number))
  );
}

function message({ name, ports: [first], served, consequence }: ReturnType<typeof hitOf>["data"]): string {
  const fact =
    first && !served ? `declares port ${first.number} but has no readiness probe` : "has no readiness probe";
  return `Container ${name} ${fact}, so ${consequence}.`;
}
