import type { Workload } from "../kubernetes/resource.ts";
import type { ResourceName, ResourceSide } from "../kubernetes/resources.ts";
import type { WorkspaceView } from "./index.ts";
import { isTogether } from "./together.ts";

/** Whether a LimitRange of the namespace sets a request or limit that a workload's containers do not set. */
export function isSetByDefault(
  { namespace }: Workload,
  side: ResourceSide,
  resource: ResourceName,
  workspace: WorkspaceView,
  uri: string,
): boolean {
  return workspace.ofKind("/LimitRange", namespace).some(
    (facts) =>
      facts.defaults?.[side].includes(resource) &&
      (isTogether({ namespace, uri }, facts) ||
        // A component applies to the namespaces of the overlays that use it, which bases do not show.
        (namespace === undefined && workspace.kustomize(facts.place.uri).component)),
  );
}
