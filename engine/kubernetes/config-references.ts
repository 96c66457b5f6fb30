import { containersOf } from "./containers.ts";
import { literal, type Workload } from "./resource.ts";
import type { Value } from "./value.ts";

/** A ConfigMap or Secret that a pod needs before it can start. */
export interface ConfigReference {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly at: Value;
  /** The keys that it must have. */
  readonly keys: readonly { readonly key: string; readonly at: Value }[];
}

/**
 * The ConfigMaps and Secrets that a workload's pods cannot start without. Leaves out references that are optional or
 * filled in later.
 */
export function configReferencesOf(workload: Workload): readonly ConfigReference[] {
  const containers = containersOf(workload);
  const variables = containers.flatMap((one) => one.at("env")?.items() ?? []);
  const sources = containers.flatMap((one) => one.at("envFrom")?.items() ?? []);
  const volumes = workload.pod.at("volumes")?.items() ?? [];
  const projected = volumes.flatMap((volume) => volume.at("projected", "sources")?.items() ?? []);
  return [
    ...variables.flatMap((entry) => [
      ...reference("ConfigMap", entry.at("valueFrom", "configMapKeyRef")),
      ...reference("Secret", entry.at("valueFrom", "secretKeyRef")),
    ]),
    ...sources.flatMap((entry) => [
      ...reference("ConfigMap", entry.at("configMapRef")),
      ...reference("Secret", entry.at("secretRef")),
    ]),
    ...volumes.flatMap((volume) => [
      ...reference("ConfigMap", volume.at("configMap")),
      ...reference("Secret", volume.at("secret"), "secretName"),
    ]),
    ...projected.flatMap((source) => [
      ...reference("ConfigMap", source.at("configMap")),
      ...reference("Secret", source.at("secret")),
    ]),
  ];
}

function reference(
  kind: ConfigReference["kind"],
  source: Value | undefined,
  field = "name",
): readonly ConfigReference[] {
  const at = source?.at(field);
  const name = literal(at);
  if (!source || !at || name === undefined || source.at("optional")?.value === true) return [];
  const keys = [source, ...(source.at("items")?.items() ?? [])].flatMap((owner) => {
    const value = owner.at("key");
    const key = literal(value);
    return value && key !== undefined ? [{ key, at: value }] : [];
  });
  return [{ kind, name, at, keys }];
}
