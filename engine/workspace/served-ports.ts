import type { Container } from "../kubernetes/containers.ts";
import { isMetricsPort } from "../kubernetes/ports.ts";
import { type DeclaredPort, tcpPortsOf } from "../kubernetes/probes.ts";
import type { Workload } from "../kubernetes/resource.ts";
import type { ResourceFacts, ServicePort } from "./facts.ts";

/**
 * Whether a Service only lists pods for clients that query each of them, so that unready pods are not left out: a
 * headless Service with one pod per node, or whose ports Prometheus scrapes.
 */
export function onlyLists({ headless, scraped, service }: ResourceFacts, { kind }: Workload): boolean {
  if (!headless) return false;
  const ports = service?.ports ?? [];
  const isScraped = ({ number, target }: ServicePort) =>
    scraped?.some((port) => port === number || port === target);
  return kind === "DaemonSet" || (0 < ports.length && ports.every(isScraped));
}

/** A container and the ports that other pods use to reach it. */
export interface Reached {
  readonly container: Container;
  readonly ports: readonly DeclaredPort[];
  /** The Service that sends requests there; `undefined` if it is not known. */
  readonly service: ResourceFacts | undefined;
}

/** Whether a container might respond on a port. */
export type Answers = (container: Container, port: number) => boolean;

/** The first container that declares a port for requests from outside; `undefined` if there is none. */
export function firstDeclaring(containers: readonly Container[], answers: Answers): Reached | undefined {
  return containers
    .map((container) => ({ container, ports: requestPortsOf(container, answers), service: undefined }))
    .find(({ ports }) => 0 < ports.length);
}

/** The first container that the Services send requests to; `undefined` if they are only for metrics. */
export function firstServed(
  containers: readonly Container[],
  services: readonly ResourceFacts[],
  answers: Answers,
): Reached | undefined {
  for (const container of containers) {
    const declared = requestPortsOf(container, answers);
    for (const service of services) {
      const asked = askedPorts(service);
      const ports = declared.filter((one) => asked.some((port) => leadsTo(port, one)));
      if (0 < ports.length) return { container, ports, service };
    }
  }
  const metrics = containers.flatMap(tcpPortsOf).filter(({ name }) => isMetricsPort(name));
  const left = services.flatMap((service) =>
    askedPorts(service)
      .filter((port) => !metrics.some((one) => leadsTo(port, one)))
      .map(({ target }) => ({ service, target })),
  );
  if (left.length === 0 && services.every(({ service }) => service?.ports)) return undefined;
  return firstUndeclared(containers, left, answers) ?? firstDeclaring(containers, answers);
}

/** Declaring a port is optional: in a pod with one container, any port leads to that container. */
function firstUndeclared(
  [only, ...others]: readonly Container[],
  targets: readonly { readonly service: ResourceFacts; readonly target: number | string | undefined }[],
  answers: Answers,
): Reached | undefined {
  if (!only || 0 < others.length) return undefined;
  for (const { service, target } of targets) {
    // Clients reach pods behind a headless Service on any port, so its own port is often made up.
    if (typeof target !== "number" || service.headless || !answers(only, target)) continue;
    return { container: only, ports: [{ name: undefined, number: target }], service };
  }
  return undefined;
}

function leadsTo({ target }: ServicePort, { number, name }: DeclaredPort): boolean {
  return target !== undefined && (target === number || target === name);
}

function askedPorts({ service }: ResourceFacts): readonly ServicePort[] {
  return (service?.ports ?? []).filter(({ protocol, name }) => protocol === "TCP" && !isMetricsPort(name));
}

function requestPortsOf(container: Container, answers: Answers): readonly DeclaredPort[] {
  return tcpPortsOf(container).filter(
    ({ name, number }) => !isMetricsPort(name) && answers(container, number),
  );
}
