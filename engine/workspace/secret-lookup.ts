import type { WorkspaceView } from "./index.ts";
import type { SecretResource } from "./objects.ts";
import { isForPulls } from "./pull-secrets.ts";
import { isTogether, type Namer } from "./together.ts";
import { isTypo } from "./typo.ts";

/** What the workspace contains of a Secret that a pod or a ServiceAccount refers to. */
export type SecretLookup =
  /** It exists, or might: `secrets` are the possible definitions, empty if it is only generated. */
  | { readonly kind: "here"; readonly secrets: readonly SecretResource[]; readonly certain: boolean }
  /** It exists only in other namespaces. */
  | { readonly kind: "elsewhere"; readonly secrets: readonly SecretResource[] }
  | { readonly kind: "absent" };

/**
 * Looks up a Secret by its name. `certain` means that its content is reliable: all possible definitions are applied
 * together with the object that refers to it, and no patch or generator changes them.
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
  // A name that is filled in later can be this one.
  if (workspace.secretsIn(namespace).some(({ secret }) => secret.name === undefined))
    return { kind: "here", secrets: [], certain: false };
  return all.length === 0 ? { kind: "absent" } : { kind: "elsewhere", secrets: all };
}

/**
 * The pull secret of the namespace for which an unknown name is probably a typo. Undefined if other objects use the
 * same name: then it is intended, and the Secret is defined somewhere else.
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
