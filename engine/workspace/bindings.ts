import type { AccountName } from "./accounts.ts";
import type { WorkspaceView } from "./index.ts";

/** Whether a RoleBinding or ClusterRoleBinding in the workspace might grant permissions to the ServiceAccount. */
export function isBound(workspace: WorkspaceView, { namespace, name }: AccountName): boolean {
  const bindings = ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
    // A RoleBinding can bind accounts of other namespaces.
    workspace.ofKind(`rbac.authorization.k8s.io/${kind}`, undefined),
  );
  const mayBeSame = (one: AccountName) =>
    one.name === name &&
    (one.namespace === undefined || namespace === undefined || one.namespace === namespace);
  return bindings.some(({ bound }) => bound.some(mayBeSame));
}
