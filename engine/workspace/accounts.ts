import { literal, type Resource } from "../kubernetes/resource.ts";

/** A ServiceAccount by its name; the namespace is `undefined` if it is missing or filled in later. */
export interface AccountName {
  readonly namespace: string | undefined;
  readonly name: string;
}

/** The ServiceAccounts that a RoleBinding or ClusterRoleBinding grants permissions to; empty for other kinds. */
export function boundAccounts({ kind, root }: Resource): readonly AccountName[] {
  if (kind !== "RoleBinding" && kind !== "ClusterRoleBinding") return [];
  return (root.at("subjects")?.items() ?? []).flatMap((subject) => {
    const name = literal(subject.at("name"));
    if (subject.at("kind")?.string !== "ServiceAccount" || name === undefined) return [];
    return [{ name, namespace: literal(subject.at("namespace")) }];
  });
}
