import { readLabels } from "../kubernetes/labels.ts";
import type { Workload } from "../kubernetes/resource.ts";
import { folderOf } from "../text/uri.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";
import { isTogether } from "./together.ts";

/** Whether a Service of the workspace sends requests to a workload's pods. */
export function isServed(workload: Workload, workspace: WorkspaceView): boolean {
  for (const _ of servicesOf(workload, workspace)) return true;
  return false;
}

/** The Services of the workspace that send requests to a workload's pods. */
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

/** What the workspace says of who sends requests to a workload's pods. */
export type Serving =
  /** By name. */
  | { readonly kind: "served"; readonly services: readonly ResourceFacts[] }
  /** No Service can select pods without labels, and those that are kept beside the workload select others. */
  | { readonly kind: "unserved" }
  /** A Service that is filled in later, or kept in another place, may select them. */
  | { readonly kind: "unknown" };

/** Who sends requests to a workload's pods; Services of other projects that happen to ask for the same labels do not. */
export function servingOf(workload: Workload, workspace: WorkspaceView, uri: string): Serving {
  const { namespace } = workload;
  const kustomize = workspace.kustomize(uri);
  const map = workload.template.at("metadata", "labels");
  const labels = readLabels(map);
  const isOpen = kustomize.labels || (map !== undefined && !map.isMap && !map.isNull);
  if (!labels) return { kind: "unknown" };
  if (labels.size === 0) return { kind: isOpen ? "unknown" : "unserved" };

  // Where a kustomization sets the namespace, what is written in the files says nothing.
  const written = kustomize.namespace ? undefined : namespace;
  const near = [...workspace.selecting("Service", labels, written)].filter(
    ({ resource }) =>
      folderOf(resource.place.uri) === folderOf(uri) || isTogether({ namespace, uri }, resource),
  );
  const services = near.filter(({ selector }) => 0 < (selector?.length ?? 0)).map(({ resource }) => resource);
  if (0 < services.length) return { kind: "served", services: services.sort(byName) };
  if (isOpen || 0 < near.length) return { kind: "unknown" };
  return { kind: workspace.keepsServices(uri, written) ? "unserved" : "unknown" };
}

function byName(a: ResourceFacts, b: ResourceFacts): number {
  return (a.name ?? "") < (b.name ?? "") ? -1 : 1;
}
