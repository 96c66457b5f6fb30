import { containersOf } from "../kubernetes/containers.ts";
import { readLabels, type Selector } from "../kubernetes/labels.ts";
import { tcpPortsOf } from "../kubernetes/probes.ts";
import type { Workload } from "../kubernetes/resource.ts";
import { folderOf } from "../text/uri.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";
import { isTogether } from "./together.ts";

/** Whether a Service in the workspace sends requests to a workload's pods. */
export function isServed(workload: Workload, workspace: WorkspaceView): boolean {
  for (const _ of servicesOf(workload, workspace)) return true;
  return false;
}

/** The Services in the workspace that send requests to a workload's pods. */
export function* servicesOf(
  { template, namespace }: Workload,
  workspace: WorkspaceView,
): Iterable<ResourceFacts> {
  const labels = readLabels(template.at("metadata", "labels"));
  if (!labels || labels.size === 0) return;
  for (const { resource, selector } of workspace.selecting("Service", labels, namespace)) {
    if (selector !== undefined && selector.length > 0) yield resource;
  }
}

/** What the workspace shows about who sends requests to a workload's pods. */
export type Serving =
  /** By name. */
  | { readonly kind: "served"; readonly services: readonly ResourceFacts[] }
  /** No Service can select pods without labels, and the Services next to the workload select others. */
  | { readonly kind: "unserved" }
  /** A Service that is filled in later, or that is defined elsewhere, might select them. */
  | { readonly kind: "unknown" };

/**
 * Which Services send requests to a workload's pods, except Services of other projects that happen to have the same
 * labels in their selector.
 */
export function servingOf(workload: Workload, workspace: WorkspaceView, uri: string): Serving {
  const { namespace } = workload;
  const kustomize = workspace.kustomize(uri);
  const map = workload.template.at("metadata", "labels");
  const labels = readLabels(map);
  const isOpen = kustomize.labels || (map !== undefined && !map.isMap && !map.isNull);
  if (!labels) return { kind: "unknown" };
  if (labels.size === 0) return { kind: isOpen ? "unknown" : "unserved" };

  // If a kustomization sets the namespace, the namespaces in the files do not count.
  const written = kustomize.namespace ? undefined : namespace;
  const near = [...workspace.selecting("Service", labels, written)].filter(
    ({ resource }) =>
      folderOf(resource.place.uri) === folderOf(uri) || isTogether({ namespace, uri }, resource),
  );
  const services = near.flatMap(({ resource, selector }) =>
    0 < (selector?.length ?? 0) && !isForOthers(resource, selector!, workload, workspace) ? [resource] : [],
  );
  if (0 < services.length) return { kind: "served", services: services.sort(byName) };
  if (isOpen || 0 < near.length) return { kind: "unknown" };
  return { kind: workspace.keepsServices(uri, written) ? "unserved" : "unknown" };
}

/**
 * Whether a Service is meant for other pods that its selector also selects: it sends traffic only to ports that those
 * declare, and this workload declares none of them.
 */
function isForOthers(
  { service, namespace }: ResourceFacts,
  selector: Selector,
  workload: Workload,
  workspace: WorkspaceView,
): boolean {
  const targets = (service?.ports ?? []).map(({ target }) => target);
  if (targets.length === 0) return false;
  const own = containersOf(workload).flatMap(tcpPortsOf);
  if (targets.some((target) => own.some(({ name, number }) => target === name || target === number)))
    return false;
  const others = workspace
    .selectedBy(selector, namespace)
    .workloads.filter(
      ({ name, groupKind }) => name !== workload.name || !groupKind.endsWith(`/${workload.kind}`),
    );
  return targets.every(
    (target) =>
      target !== undefined &&
      others.some(({ pod }) =>
        typeof target === "number" ? pod.portNumbers.includes(target) : pod.portNames?.includes(target),
      ),
  );
}

function byName(a: ResourceFacts, b: ResourceFacts): number {
  return (a.name ?? "") < (b.name ?? "") ? -1 : 1;
}
