import { once } from "./once.ts";
import { isTemplated, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** One rule of a Role or ClusterRole as plain data. Values that are filled in later are left out of the lists. */
export interface Grant {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** The rule has resourceNames, so it is limited to the objects with these names. */
  readonly named: boolean;
}

/** A grant with its place in the text. */
export interface GrantAt extends Grant {
  readonly value: Value;
}

/** A permission to look for. Any of the verbs on any of the resources grants it. */
export interface Power {
  readonly apiGroups: readonly string[];
  /** Plural names, with subresources such as `pods/exec`. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** The resources are cluster-scoped, so a Role cannot grant access to them. */
  readonly clusterOnly?: boolean;
}

/** The part of a grant that gives a permission, as written: a wildcard verb is `*`. */
export interface Granted {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/** Verbs that read objects. */
export const readVerbs: readonly string[] = ["get", "list", "watch"];

/** Verbs that create, change or delete objects. */
export const writeVerbs: readonly string[] = ["create", "update", "patch", "delete", "deletecollection"];

interface Matching {
  /** The resource `*` counts as well. */
  readonly wildcards?: boolean;
}

/**
 * The rules of a Role or ClusterRole. Empty for other kinds, for the default roles of every cluster, and for aggregated
 * ClusterRoles, whose rules a controller overwrites.
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

/** Whether it is a Role or ClusterRole. OpenShift serves the same objects in its own API group. */
export function isRole({ group, kind }: Pick<Resource, "group" | "kind">): boolean {
  return (
    (group === "rbac.authorization.k8s.io" || group === "authorization.openshift.io") &&
    (kind === "Role" || kind === "ClusterRole")
  );
}

/**
 * Whether the API server creates the role or binding itself.
 * Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
 */
export function isBootstrapped(root: Value, name: string | undefined): boolean {
  return (
    root.at("metadata", "labels", "kubernetes.io/bootstrapping")?.string === "rbac-defaults" ||
    name?.startsWith("system:") === true
  );
}

/**
 * The part of a grant that gives any of the permissions, in the grant's order; undefined if none does. A grant that is
 * limited to names does not count. Neither does the resource `*` without `wildcards`, because rbac-wildcard reports it.
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
    const matchedResources = grant.resources.filter((resource) =>
      resource === "*" ? wildcards : power.resources.some((wanted) => coversResource(resource, wanted)),
    );
    const matchedVerbs = grant.verbs.filter((verb) => verb === "*" || power.verbs.includes(verb));
    if (matchedResources.length === 0) continue;
    for (const verb of matchedVerbs) verbs.add(verb);
    if (0 < matchedVerbs.length) for (const resource of matchedResources) resources.add(resource);
  }
  if (verbs.size === 0) return undefined;
  return {
    resources: grant.resources.filter((resource) => resources.has(resource)),
    verbs: grant.verbs.filter((verb) => verbs.has(verb)),
  };
}

/** Whether a resource of a rule covers another one. As in the authorizer, a wildcard before the slash covers that subresource of every resource. */
export function coversResource(resource: string, wanted: string): boolean {
  if (resource === wanted) return true;
  const slash = wanted.indexOf("/");
  return slash !== -1 && resource === `*${wanted.slice(slash)}`;
}

function textsOf(list: Value | undefined): readonly string[] {
  return (list?.items() ?? []).flatMap(({ string: text }) =>
    text === undefined || isTemplated(text) ? [] : text,
  );
}
