import type { AccountName } from "./accounts.ts";
import type { WorkspaceView } from "./index.ts";

/** Whether a RoleBinding or ClusterRoleBinding of the workspace may give rights to the ServiceAccount. */
export function isBound(workspace: WorkspaceView, { namespace, name }: AccountName): boolean {
  const bindings = ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
    // A RoleBinding may bind accounts of other namespaces than its own.
    workspace.ofKind(`rbac.authorization.k8s.io/${kind}`, undefined),
  );
  const mayBeSame = (one: AccountName) =>
    one.name === name &&
    (one.namespace === undefined || namespace === undefined || one.namespace === namespace);
  return bindings.some(({ bound }) => bound.some(mayBeSame));
}
