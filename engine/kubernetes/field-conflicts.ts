import { type Container, containersOf, quotedName } from "./containers.ts";
import { isFilledIn } from "./filled-in.ts";
import { titleOf } from "./pods.ts";
import { probesOf } from "./probes.ts";
import { asWorkload, isTemplated, literal, type Resource, type Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** Fields of an object that cannot be used together. */
export interface FieldConflict {
  readonly at: Value;
  readonly onKey?: boolean;
  /** The sentence without its consequence. */
  readonly fact: string;
  /** What must be removed, if there is only one choice. */
  readonly surplus?: Value;
}

/**
 * All conflicts of a resource.
 * Source: https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/validation/validation.go and the same file of
 * autoscaling and batch
 */
export function* fieldConflicts(resource: Resource): Iterable<FieldConflict> {
  const workload = asWorkload(resource);
  if (workload) {
    yield* inPod(workload);
    yield* inContainers(workload);
  }
  if (resource.apiVersion === "apps/v1") yield* inSelector(resource);
  switch (`${resource.group}/${resource.kind}`) {
    case "/Service":
      yield* inService(resource);
      break;
    case "autoscaling/HorizontalPodAutoscaler":
      yield* inAutoscaler(resource);
      break;
    case "batch/Job":
      yield* inJob(resource);
  }
}

function* inPod(workload: Workload): Iterable<FieldConflict> {
  const title = titleOf(workload);
  const containers = containersOf(workload).map((container) => container.at("name"));
  yield* repeated(containers, (name) => `${title} has two containers named "${name}"`);
  const volumes = workload.pod.at("volumes")?.items() ?? [];
  yield* repeated(
    volumes.map((volume) => volume.at("name")),
    (name) => `${title} has two volumes named "${name}"`,
  );
}

function* inContainers(workload: Workload): Iterable<FieldConflict> {
  for (const container of containersOf(workload)) {
    yield* repeatedIn(container);
    yield* inVariables(container);
    yield* inProbes(container);
  }
}

/** Paths of volumes and names of ports that a container uses twice. */
function* repeatedIn(container: Container): Iterable<FieldConflict> {
  const title = `Container ${quotedName(container)}`;
  const mounts = container.at("volumeMounts")?.items() ?? [];
  yield* repeated(
    mounts.map((mount) => mount.at("mountPath")),
    (path) => `${title} mounts two volumes at ${path}`,
  );
  const ports = container.at("ports")?.items() ?? [];
  yield* repeated(
    ports.map((port) => port.at("name")),
    (name) => `${title} has two ports named "${name}"`,
  );
}

function* inVariables(container: Container): Iterable<FieldConflict> {
  for (const variable of container.at("env")?.items() ?? []) {
    const source = variable.at("valueFrom");
    const value = variable.at("value");
    const name = literal(variable.at("name")) ?? "a variable";
    if (source?.isMap && value?.scalar && !value.isNull && value.string !== "")
      yield {
        at: value,
        onKey: true,
        fact: `Container ${quotedName(container)} sets both value and valueFrom for ${name}`,
      };
  }
}

function* inProbes(container: Container): Iterable<FieldConflict> {
  for (const { kind, value } of probesOf(container)) {
    const title = `The ${kind} probe of container ${quotedName(container)}`;
    const handlers = ["exec", "httpGet", "tcpSocket", "grpc"].flatMap((name) => value.at(name) ?? []);
    // An empty mapping is still being written.
    if (handlers.length === 0 && value.entries().some(({ name }) => timings.has(name)))
      yield {
        at: value,
        onKey: true,
        fact: `${title} has no handler (exec, httpGet, tcpSocket or grpc)`,
      };
    const [, second] = handlers.filter((handler) => !handler.isNull);
    if (second) yield { at: second, onKey: true, fact: `${title} has more than one handler` };
  }
}

const timings: ReadonlySet<string> = new Set([
  "initialDelaySeconds",
  "periodSeconds",
  "timeoutSeconds",
  "successThreshold",
  "failureThreshold",
]);

/** An empty selector would select all pods in the namespace. */
function* inSelector(owner: Resource): Iterable<FieldConflict> {
  const at = owner.root.at("spec", "selector");
  const parts = ["matchLabels", "matchExpressions"].map((name) => at?.at(name));
  const isEmpty = parts.every(
    (part) => !part || part.isNull || [...part.items(), ...part.entries()].length === 0,
  );
  if (
    at?.node?.kind === "map" &&
    isEmpty &&
    parts.every((part) => !part?.scalar || part.isNull) &&
    at.entries().every(({ name }) => /^match/.test(name))
  )
    yield { at, onKey: true, fact: `${titleOf(owner)} has an empty selector` };
}

function* inService(service: Resource): Iterable<FieldConflict> {
  const title = titleOf(service);
  yield* withoutPorts(service);
  const ports = (service.root.at("spec", "ports")?.items() ?? []).filter((port) => port.isMap);
  const names = ports.map((port) => port.at("name"));
  yield* repeated(names, (name) => `${title} has two ports named "${name}"`);
  const unnamed = ports.length < 2 ? undefined : ports.find((port) => !port.at("name"));
  if (unnamed)
    yield {
      at: unnamed.at("port") ?? unnamed,
      onKey: true,
      fact: `${title} has several ports but does not name all of them`,
    };
}

/** A Service without a cluster IP, or with an external name, needs no ports. */
function* withoutPorts(service: Resource): Iterable<FieldConflict> {
  const spec = service.root.at("spec");
  const ports = spec?.at("ports");
  const selector = spec?.at("selector");
  // Without a selector, it might be a patch.
  if (!selector || selector.entries().length === 0) return;
  if (ports && (isFilledIn(ports) || (!ports.isNull && (!ports.isSequence || ports.items().length > 0))))
    return;
  const [address, type] = [spec?.at("clusterIP"), spec?.at("type")];
  if (address?.string === "None" || type?.string === "ExternalName") return;
  if ([address, type].some((value) => value && (isFilledIn(value) || value.isMap))) return;
  yield { at: ports ?? selector, onKey: true, fact: `${titleOf(service)} has no ports` };
}

function* inAutoscaler(autoscaler: Resource): Iterable<FieldConflict> {
  const at = autoscaler.root.at("spec", "minReplicas");
  const [least, most] = [at?.number, autoscaler.root.at("spec", "maxReplicas")?.number];
  if (at && least !== undefined && most !== undefined && most < least)
    yield {
      at,
      fact: `${titleOf(autoscaler)} sets minReplicas to ${least} but maxReplicas to only ${most}`,
    };
}

function* inJob(job: Resource): Iterable<FieldConflict> {
  const at = job.root.at("spec", "selector");
  const manual = job.root.at("spec", "manualSelector");
  const isGenerated = at
    ?.at("matchLabels")
    ?.entries()
    .some(({ name }) => /controller-uid$/.test(name));
  if (at?.isMap && !isGenerated && (!manual || manual.isNull || manual.value === false))
    yield {
      at,
      onKey: true,
      fact: `${titleOf(job)} sets a selector without manualSelector: true`,
      surplus: at,
    };
}

/** The second of two equal strings. */
function* repeated(
  values: readonly (Value | undefined)[],
  fact: (text: string) => string,
): Iterable<FieldConflict> {
  const seen = new Set<string>();
  for (const at of values) {
    const text = literal(at);
    if (!at || text === undefined || isTemplated(text)) continue;
    if (seen.has(text)) yield { at, fact: fact(text) };
    seen.add(text);
  }
}
