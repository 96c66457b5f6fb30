import { readLabels } from "../kubernetes/labels.ts";
import type { Workload } from "../kubernetes/resource.ts";
import type { WorkspaceView } from "./index.ts";

/** Whether a PodDisruptionBudget of the workspace may guard a workload's pods. */
export function isGuarded(workload: Workload, workspace: WorkspaceView): boolean {
  const labels = readLabels(workload.template.at("metadata", "labels"));
  if (!labels) return true;
  for (const _ of workspace.selecting("PodDisruptionBudget", labels, workload.namespace)) return true;
  return false;
}
