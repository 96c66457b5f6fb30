import { matches, type Selector } from "../kubernetes/labels.ts";
import { folderOf } from "../text/uri.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";

/** Pods that something in the workspace connects to, and the ports that it uses. */
export interface Entrance {
  /** The object that uses the ports, in words: `Service "web"`. */
  readonly title: string;
  /** The name of the policy that allows it. */
  readonly policy: string;
  /** Labels of the pods; without labels, all pods in the namespace are selected. */
  readonly selected: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly port: number | string; readonly protocol: string }[];
}

/**
 * The pods and ports that Services send traffic to and Prometheus scrapes in a namespace; `undefined` if some of them
 * are unknown, or if the namespace of a Service is unclear.
 */
export function entrancesOf(
  namespace: string,
  workspace: WorkspaceView,
  uri: string,
): readonly Entrance[] | undefined {
  const isNear = ({ namespace: own, place }: ResourceFacts) =>
    own === namespace || folderOf(place.uri) === folderOf(uri);
  const services = workspace.ofKind("/Service", namespace).filter(isNear).filter(sendsToPods);
  const served = services.map((one) => serviceEntrance(one, namespace, workspace));
  const scraped = [
    ...monitorsOf("PodMonitor", namespace, workspace).map(monitorEntrance),
    ...monitorsOf("ServiceMonitor", namespace, workspace).flatMap((one) =>
      services.filter((service) => selects(one, service)).map((service) => targetEntrance(one, service)),
    ),
    ...services.flatMap(annotatedService),
    ...workspace.workloadsIn(namespace).filter(isNear).flatMap(annotatedPods),
  ];
  const all = [...served, ...scraped];
  if (!all.every((one) => one !== undefined)) return undefined;
  const needed = all.filter(
    (one, at) => 0 < one.ports.length && !all.slice(0, at).some((other) => covers(other, one)),
  );
  const isUnique = new Set(needed.map(({ policy }) => policy)).size === needed.length;
  return isUnique ? needed : undefined;
}

/** A Service without a selector, or an alias for an external host, has no pods. */
function sendsToPods({ selectors }: ResourceFacts): boolean {
  return selectors.some(({ selector }) => selector?.length !== 0);
}

function serviceEntrance(
  { name, namespace, selectors, service }: ResourceFacts,
  home: string,
  workspace: WorkspaceView,
): Entrance | undefined {
  const selector = selectors[0]?.selector;
  const selected = selector && asLabels(selector);
  const ports = service?.ports?.map(({ target, protocol }) => ({ port: target, protocol }));
  if (name === undefined || namespace !== home || !selected || !ports?.every(isKnown)) return undefined;
  // A policy for pods that are not in the workspace would be another selector that selects nothing.
  if (workspace.selectedBy(selector, home).workloads.length === 0) return undefined;
  return { title: `Service "${name}"`, policy: `allow-${name}`, selected, ports };
}

function monitorsOf(kind: string, namespace: string, workspace: WorkspaceView): readonly ResourceFacts[] {
  return workspace
    .ofKind(`monitoring.coreos.com/${kind}`, undefined)
    .filter(({ monitor, namespace: own }) => {
      const named = monitor?.namespaces;
      return (
        named === undefined ||
        (named.length === 0 ? (own ?? namespace) === namespace : named.includes(namespace))
      );
    });
}

function monitorEntrance({ name, monitor }: ResourceFacts): Entrance | undefined {
  const selected = monitor?.selector && asLabels(monitor.selector);
  if (name === undefined || !selected || !monitor?.ports) return undefined;
  return {
    title: `PodMonitor "${name}"`,
    policy: `allow-podmonitor-${name}`,
    selected,
    ports: monitor.ports.map(tcp),
  };
}

function selects({ monitor }: ResourceFacts, { labels }: ResourceFacts): boolean {
  return monitor?.selector === undefined || matches(monitor.selector, labels);
}

/**
 * The pods' ports that a ServiceMonitor sets itself; those that it takes from its Service are covered by the Service.
 */
function targetEntrance(monitor: ResourceFacts, service: ResourceFacts): Entrance | undefined {
  const ports = monitor.monitor?.ports;
  const selector = service.selectors[0]?.selector;
  const selected = selector && asLabels(selector);
  if (monitor.name === undefined || !ports || !selected) return undefined;
  const policy = `allow-servicemonitor-${service.name ?? monitor.name}`;
  return { title: `ServiceMonitor "${monitor.name}"`, policy, selected, ports: ports.map(tcp) };
}

function annotatedService({ name, scraped, selectors }: ResourceFacts): readonly (Entrance | undefined)[] {
  if (scraped?.length === 0) return [];
  const selector = selectors[0]?.selector;
  const selected = selector && asLabels(selector);
  if (name === undefined || !scraped || !selected) return [undefined];
  return [
    {
      title: `Service "${name}"`,
      policy: `allow-scraping-service-${name}`,
      selected,
      ports: scraped.map(tcp),
    },
  ];
}

/** Labels that change with a version, so a policy that selects by them soon selects nothing. */
const changing = /(?:^|\/)(?:version|chart|revision|pod-template-hash)$/;

function annotatedPods({ name, groupKind, scraped, pod }: ResourceFacts): readonly (Entrance | undefined)[] {
  if (scraped?.length === 0) return [];
  const labels = [...(pod?.labels ?? [])].filter(([key]) => !changing.test(key));
  if (name === undefined || !scraped || labels.length === 0) return [undefined];
  const title = `${groupKind.slice(groupKind.indexOf("/") + 1)} "${name}"`;
  const selected = Object.fromEntries(labels);
  return [{ title, policy: `allow-scraping-${name}`, selected, ports: scraped.map(tcp) }];
}

/** `undefined` for a selector with requirements other than equality. */
function asLabels(selector: Selector): Readonly<Record<string, string>> | undefined {
  if (!selector.every(({ operator, values }) => operator === "In" && values.length === 1)) return undefined;
  return Object.fromEntries(selector.map(({ key, values }) => [key, values[0]!]));
}

function tcp(port: string | number) {
  return { port, protocol: "TCP" };
}

function isKnown(port: {
  readonly port: number | string | undefined;
  readonly protocol: string;
}): port is Entrance["ports"][number] {
  return port.port !== undefined;
}

/** Whether one policy allows everything that another one would. */
function covers(wide: Entrance | undefined, narrow: Entrance): boolean {
  if (!wide) return false;
  const isWider = Object.entries(wide.selected).every(([key, value]) => narrow.selected[key] === value);
  return isWider && narrow.ports.every(({ port }) => wide.ports.some((one) => one.port === port));
}
