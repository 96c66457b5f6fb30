import { containersOf } from "../kubernetes/containers.ts";
import { readSelector, type Selector } from "../kubernetes/labels.ts";
import { asWorkload, isTemplated, literal, type Resource } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";

/** What a PodMonitor or ServiceMonitor scrapes. */
export interface MonitorFacts {
  readonly of: "pods" | "services";
  /** `undefined` if a part is filled in later. */
  readonly selector: Selector | undefined;
  /** Additional namespaces that it scrapes; `undefined` for all of them. */
  readonly namespaces: readonly string[] | undefined;
  /** Ports of pods, by name or number, that no Service needs to have; `undefined` if one is filled in later. */
  readonly ports: readonly (string | number)[] | undefined;
}

/** Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor */
export function monitorFacts({ group, kind, root }: Resource): MonitorFacts | undefined {
  if (group !== "monitoring.coreos.com" || (kind !== "PodMonitor" && kind !== "ServiceMonitor"))
    return undefined;
  const isOfPods = kind === "PodMonitor";
  const spec = root.at("spec");
  const at = spec?.at("selector");
  const endpoints = spec?.at(isOfPods ? "podMetricsEndpoints" : "endpoints")?.items() ?? [];
  const fields = isOfPods ? ["port", "portNumber", "targetPort"] : ["targetPort"];
  const ports = endpoints.flatMap((endpoint) =>
    fields.flatMap((field) => {
      const port = endpoint.at(field);
      return port ? [port.number ?? literal(port)] : [];
    }),
  );
  const namespaces = spec?.at("namespaceSelector");
  return {
    of: isOfPods ? "pods" : "services",
    selector: at?.isMap ? readSelector(at) : undefined,
    namespaces:
      namespaces?.at("any")?.value === true
        ? undefined
        : (namespaces?.at("matchNames")?.items() ?? []).flatMap((name) => literal(name) ?? []),
    ports: ports.every((port) => port !== undefined) ? ports : undefined,
  };
}

/**
 * Ports of pods that Prometheus scrapes by annotation, for a workload or a Service; without a port, it scrapes all that
 * the containers declare. `undefined` if one is filled in later.
 */
export function annotatedPorts(resource: Resource): readonly number[] | undefined {
  const workload = asWorkload(resource);
  if (!workload && resource.kind !== "Service") return [];
  const annotations = (workload?.template ?? resource.root).at("metadata", "annotations");
  const scraped = (annotations?.entries() ?? []).filter(
    ({ name, value }) => name.endsWith("/scrape") && value.scalar?.text === "true",
  );
  const ports = scraped.map(({ name }) => annotations?.at(name.replace(/scrape$/, "port")));
  const numbers = ports.flatMap((port) => {
    if (port) return [isTemplated(port.scalar?.text ?? "") ? undefined : portNumber(port)];
    const containers = workload ? containersOf(workload) : [];
    return containers.flatMap((container) =>
      (container.at("ports")?.items() ?? []).map((one) => one.at("containerPort")?.number),
    );
  });
  return numbers.every((number) => number !== undefined) ? [...new Set(numbers)] : undefined;
}

function portNumber({ scalar }: Value): number | undefined {
  const text = scalar?.text ?? "";
  return /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}
