import { asWorkload, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** The entries of `imagePullSecrets` of a resource's pods, or of a ServiceAccount; none for anything else. */
export function pullSecretsOf(resource: Resource): readonly Value[] {
  const owner =
    resource.group === "" && resource.kind === "ServiceAccount" ? resource.root : asWorkload(resource)?.pod;
  return owner?.at("imagePullSecrets")?.items() ?? [];
}
