import { builtInKinds } from "./field-types.ts";

/** Kinds of built-in groups that are never stored, only sent, or that wrap other kinds. */
const unlisted =
  /List$|^(?:Scale|Eviction|TokenRequest|Status|DeleteOptions|APIGroup|APIVersions|NodeProxyOptions)$/;

/** Kinds that OpenShift once served in the core group as well. */
const elsewhereOnly: ReadonlySet<string> = new Set([
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "Job",
  "CronJob",
  "Ingress",
  "NetworkPolicy",
  "HorizontalPodAutoscaler",
  "PodDisruptionBudget",
  "StorageClass",
]);

/** Information about a kind that an API version does not have. */
export interface UnknownKind {
  /** The kinds that the version has. */
  readonly kinds: readonly string[];
  /** The versions that have the kind, the newest first. */
  readonly versions: readonly string[];
}

/**
 * The closest kinds if a built-in group has no such kind in a stable version; `undefined` if it has, or if that is
 * unknown: for custom groups and versions still in development.
 */
export function unknownKind(apiVersion: string, kind: string): UnknownKind | undefined {
  const { kindsByVersion, versionsByKind } = tables();
  const kinds = kindsByVersion.get(apiVersion);
  if (!kinds || /(?:alpha|beta)/.test(apiVersion) || kinds.includes(kind) || unlisted.test(kind))
    return undefined;
  const versions = versionsByKind.get(kind) ?? [];
  return { kinds, versions: apiVersion !== "v1" || elsewhereOnly.has(kind) ? versions : [] };
}

interface Tables {
  readonly kindsByVersion: ReadonlyMap<string, readonly string[]>;
  readonly versionsByKind: ReadonlyMap<string, readonly string[]>;
}

let known: Tables | undefined;

function tables(): Tables {
  if (known) return known;
  const kindsByVersion = new Map<string, string[]>();
  const versionsByKind = new Map<string, string[]>();
  for (const line of builtInKinds()) {
    const slash = line.lastIndexOf("/");
    const version = line.slice(0, slash).replace(/^\//, "");
    const kind = line.slice(slash + 1);
    kindsByVersion.set(version, [...(kindsByVersion.get(version) ?? []), kind]);
    if (!/(?:alpha|beta)/.test(version))
      versionsByKind.set(kind, [version, ...(versionsByKind.get(kind) ?? [])]);
  }
  known = { kindsByVersion, versionsByKind };
  return known;
}
