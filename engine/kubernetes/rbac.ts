import { once } from "./once.ts";
import { isTemplated, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** One rule of a Role or ClusterRole. Plain data; what is filled in later is left out of the lists. */
export interface Grant {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Only objects of certain names, or of names that are filled in later. */
  readonly named: boolean;
}

/** A grant where it stands in the text. */
export interface GrantAt extends Grant {
  readonly value: Value;
}

/** What a right is made of; each verb on each resource is enough. */
export interface Power {
  readonly apiGroups: readonly string[];
  /** Plural names, subresources as `pods/exec`. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** The resources live outside of namespaces, so that a Role cannot give the right. */
  readonly clusterOnly?: boolean;
}

/** The part of a grant that gives a power, in the grant's own words: a wildcard verb is `*`. */
export interface Granted {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Verbs with which an object is read. */
export const readVerbs: readonly string[] = ["get", "list", "watch"];

/** Verbs with which an object is made, changed or taken away. */
export const writeVerbs: readonly string[] = ["create", "update", "patch", "delete", "deletecollection"];

/** What a rule may say beyond a plain match. */
interface Matching {
  /** A resource `*` counts too. */
  readonly wildcards?: boolean;
}

/**
 * The rules of a Role or ClusterRole. None for other kinds, for the roles that every cluster brings, and for
 * ClusterRoles that a controller fills from others: what stands in those is overwritten.
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
export function grantsOf(role: Resource): readonly GrantAt[] {
  return once(role, readGrants);
}

function readGrants({ kind, group, name, root }: Resource): readonly GrantAt[] {
  if (!isRole({ group, kind })) return [];
  if (root.at("aggregationRule") || isBootstrapped(root, name)) return [];
  return (root.at("rules")?.items() ?? []).map((value) => ({
    value,
    apiGroups: textsOf(value.at("apiGroups")),
    resources: textsOf(value.at("resources")),
    verbs: textsOf(value.at("verbs")),
    named: 0 < (value.at("resourceNames")?.items().length ?? 0),
  }));
}

/** Whether it is a Role or ClusterRole. OpenShift serves the same objects in a group of its own. */
export function isRole({ group, kind }: Pick<Resource, "group" | "kind">): boolean {
  return (
    (group === "rbac.authorization.k8s.io" || group === "authorization.openshift.io") &&
    (kind === "Role" || kind === "ClusterRole")
  );
}

/**
 * Whether the API server itself makes the role or binding.
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 */
export function isBootstrapped(root: Value, name: string | undefined): boolean {
  return (
    root.at("metadata", "labels", "kubernetes.io/bootstrapping")?.string === "rbac-defaults" ||
    name?.startsWith("system:") === true
  );
}

/**
 * What of a grant gives any of the powers, in the grant's order; undefined where nothing does. Rights on objects of
 * certain names are bounded, so they do not count; neither does a resource `*` unless `wildcards` says so, because that
 * is a fault of its own.
 */
export function granted(
  grant: Grant,
  powers: readonly Power[],
  { wildcards = false }: Matching = {},
): Granted | undefined {
  if (grant.named) return undefined;
  const resources = new Set<string>();
  const verbs = new Set<string>();
  for (const power of powers) {
    if (!grant.apiGroups.some((group) => group === "*" || power.apiGroups.includes(group))) continue;
    const ofPower = grant.resources.filter((one) =>
      one === "*" ? wildcards : power.resources.some((wanted) => covers(one, wanted)),
    );
    const byPower = grant.verbs.filter((verb) => verb === "*" || power.verbs.includes(verb));
    if (ofPower.length === 0) continue;
    for (const verb of byPower) verbs.add(verb);
    if (0 < byPower.length) for (const resource of ofPower) resources.add(resource);
  }
  if (verbs.size === 0) return undefined;
  return {
    resources: grant.resources.filter((one) => resources.has(one)),
    verbs: grant.verbs.filter((one) => verbs.has(one)),
  };
}

/** Whether a resource of a rule is the wanted one; a subresource may be one of any resource, as in the authorizer. */
function covers(resource: string, wanted: string): boolean {
  if (resource === wanted) return true;
  const slash = wanted.indexOf("/");
  return slash !== -1 && resource === `*${wanted.slice(slash)}`;
}

function textsOf(list: Value | undefined): readonly string[] {
  return (list?.items() ?? []).flatMap(({ string: text }) =>
    text === undefined || isTemplated(text) ? [] : text,
  );
}
