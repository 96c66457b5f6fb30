import type { PolicyDirection } from "./facts.ts";
import type { WorkspaceView } from "./index.ts";

/** Policies of network plugins and of cluster administrators, some for all namespaces. */
const others: readonly string[] = [
  "cilium.io/CiliumNetworkPolicy",
  "cilium.io/CiliumClusterwideNetworkPolicy",
  "projectcalico.org/NetworkPolicy",
  "projectcalico.org/GlobalNetworkPolicy",
  "crd.projectcalico.org/NetworkPolicy",
  "crd.projectcalico.org/GlobalNetworkPolicy",
  "crd.antrea.io/NetworkPolicy",
  "crd.antrea.io/ClusterNetworkPolicy",
  "policy.networking.k8s.io/AdminNetworkPolicy",
  "policy.networking.k8s.io/BaselineAdminNetworkPolicy",
  "policy.networking.k8s.io/ClusterNetworkPolicy",
];

/** Whether the workspace has policies of other kinds, which can have the effect of missing NetworkPolicies. */
export function hasOtherPolicies(workspace: WorkspaceView): boolean {
  return others.some((groupKind) => 0 < workspace.ofKind(groupKind, undefined).length);
}

/**
 * Whether a policy of a namespace selects (or might select) all pods and denies traffic in a direction by
 * default.
 */
export function closesByDefault(
  workspace: WorkspaceView,
  namespace: string,
  direction: PolicyDirection,
): boolean {
  return workspace
    .selectorsIn(namespace)
    .some(
      ({ owner, selector, closes }) =>
        owner === "NetworkPolicy" &&
        (!selector || selector.length === 0) &&
        (closes?.includes(direction) ?? false),
    );
}

/** Whether the workspace has a NetworkPolicy with that name, which a new one would replace. */
export function isPolicyTaken(
  workspace: WorkspaceView,
  namespace: string | undefined,
  name: string,
): boolean {
  return 0 < workspace.named("networking.k8s.io/NetworkPolicy", namespace, name).length;
}
