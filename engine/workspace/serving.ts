import { readLabels } from "../kubernetes/labels.ts";
import type { Workload } from "../kubernetes/resource.ts";
import type { WorkspaceView } from "./index.ts";

/** Whether a Service of the workspace sends requests to a workload's pods. */
export function isServed({ template, namespace }: Workload, workspace: WorkspaceView): boolean {
  const labels = readLabels(template.at("metadata", "labels"));
  if (!labels || labels.size === 0) return false;
  for (const { selector } of workspace.selecting("Service", labels, namespace)) {
    if (selector !== undefined && selector.length > 0) return true;
  }
  return false;
}
