import type { WorkspaceView } from "./index.ts";
import type { SecretResource } from "./objects.ts";
import { isForPulls } from "./pull-secrets.ts";
import { isTogether, type Namer } from "./together.ts";
import { isTypo } from "./typo.ts";

/** What the workspace knows of a Secret that a pod or a ServiceAccount names. */
export type SecretLookup =
  /** It is there, or may be: `secrets` are those that are known to be meant, none where one is only generated. */
  | { readonly kind: "here"; readonly secrets: readonly SecretResource[]; readonly certain: boolean }
  /** It is in other namespaces only. */
  | { readonly kind: "elsewhere"; readonly secrets: readonly SecretResource[] }
  | { readonly kind: "absent" };

/**
 * Looks a Secret up by its name. `certain` is whether what is known of its content holds: all that may be meant are
 * together with who names it, and no patch or generator changes them.
 */
export function lookUpSecret(workspace: WorkspaceView, user: Namer, name: string): SecretLookup {
  const all = workspace.secretsCalled(name);
  const moves = (uri: string) => workspace.kustomize(uri).namespace;
  const isMoved = moves(user.uri);
  const namespace = isMoved ? undefined : user.namespace;
  const here = all.filter(
    (one) =>
      namespace === undefined ||
      one.namespace === undefined ||
      one.namespace === namespace ||
      one.secret.spreads ||
      moves(one.place.uri),
  );
  const isGenerated = workspace.generatedSecrets().has(name);
  if (0 < here.length || isGenerated) {
    const secrets = here.filter((one) => isTogether(user, one) || one.secret.spreads);
    const certain =
      !isGenerated &&
      secrets.length === here.length &&
      here.every(({ place }) => !workspace.kustomize(place.uri).patch && moves(place.uri) === isMoved);
    return { kind: "here", secrets, certain };
  }
  // What is filled in later may have any name.
  if (workspace.secretsIn(namespace).some(({ secret }) => secret.name === undefined))
    return { kind: "here", secrets: [], certain: false };
  return all.length === 0 ? { kind: "absent" } : { kind: "elsewhere", secrets: all };
}

/**
 * The pull secret of the namespace that a name which no Secret has is probably a slip of the finger for. None where
 * others name the same: then it is a name, and the Secret is kept somewhere else.
 */
export function nearMissOf(workspace: WorkspaceView, user: Namer, name: string): SecretResource | undefined {
  const namespace = workspace.kustomize(user.uri).namespace ? undefined : user.namespace;
  const near = workspace
    .secretsIn(namespace)
    .filter((one) => (isTogether(user, one) || one.secret.spreads) && isForPulls(one))
    .filter(({ secret }) => isTypo(name, secret.name ?? ""));
  if (near.length === 0 || 1 < new Set(near.map(({ secret }) => secret.name)).size) return undefined;
  const pods = workspace.workloadsIn(undefined).map(({ pod }) => pod.pullSecrets);
  const accounts = workspace.ofKind("/ServiceAccount", undefined).map(({ pullSecrets }) => pullSecrets);
  const users = [...pods, ...accounts].filter((names) => names !== "unknown" && names.includes(name));
  return users.length <= 1 ? near[0] : undefined;
}
