import { readLabels } from "../kubernetes/labels.ts";
import type { Workload } from "../kubernetes/resource.ts";
import type { ResourceFacts } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";

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
