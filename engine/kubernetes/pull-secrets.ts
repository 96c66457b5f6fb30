import { asWorkload, literal, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** The entries of `imagePullSecrets` of a resource's pods, or of a ServiceAccount; none for anything else. */
export function pullSecretsOf(resource: Resource): readonly Value[] {
  return listOf(resource)?.items() ?? [];
}

/** Whether pull secrets are there, or will be: a name, an entry or the whole list may be filled in later. */
export function hasPullSecrets(resource: Resource): boolean {
  const list = listOf(resource);
  return [list, ...(list?.items() ?? [])].some((value) => (value?.at("name") ?? value)?.string);
}

/** The names of the pull secrets; `unknown` where one of them, or the whole list, is filled in later. */
export function pullSecretNames(resource: Resource): readonly string[] | "unknown" {
  const entries = pullSecretsOf(resource);
  const names = entries.flatMap((entry) => literal(entry.at("name")) ?? []);
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
