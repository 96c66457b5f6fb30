import { asWorkload, literal, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** The entries of `imagePullSecrets` of a resource's pods, or of a ServiceAccount; empty for other kinds. */
export function pullSecretsOf(resource: Resource): readonly Value[] {
  return listOf(resource)?.items() ?? [];
}

/** The entries that name a Secret, with the place of the name, except those that are filled in later. */
export function namedPullSecretsOf(
  resource: Resource,
): readonly { readonly entry: Value; readonly at: Value; readonly name: string }[] {
  return pullSecretsOf(resource).flatMap((entry) => {
    const at = entry.at("name");
    const name = literal(at);
    return at && name !== undefined ? { entry, at, name } : [];
  });
}

/** Whether pull secrets are set, or might be: a name, an entry or the whole list can be filled in later. */
export function hasPullSecrets(resource: Resource): boolean {
  const list = listOf(resource);
  return [list, ...(list?.items() ?? [])].some((value) => (value?.at("name") ?? value)?.string);
}

/** The names of the pull secrets; `unknown` if one of them, or the whole list, is filled in later. */
export function pullSecretNames(resource: Resource): readonly string[] | "unknown" {
  const entries = pullSecretsOf(resource);
  const names = namedPullSecretsOf(resource).map(({ name }) => name);
  const written = entries.filter((entry) => (entry.at("name") ?? entry).string);
  return names.length < written.length || (names.length === 0 && hasPullSecrets(resource))
    ? "unknown"
    : names;
}

function listOf(resource: Resource): Value | undefined {
  const owner =
    resource.group === "" && resource.kind === "ServiceAccount" ? resource.root : asWorkload(resource)?.pod;
  return owner?.at("imagePullSecrets");
}
