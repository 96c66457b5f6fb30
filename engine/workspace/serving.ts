import { readLabels } from "../kubernetes/labels.ts";
import type { Workload } from "../kubernetes/resource.ts";
import type { WorkspaceView } from "./index.ts";

/** Whether a Service of the workspace sends requests to a workload's pods. */
export function isServed({ template, namespace }: Workload, workspace: WorkspaceView): boolean {
  const labels = readLabels(template.at("metadata", "labels"));
  if (!labels || labels.size === 0) return false;
  return workspace
    .selecting("Service", labels, namespace)
    .some(({ selector }) => selector !== undefined && selector.length > 0);
}
