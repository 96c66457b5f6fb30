import { readSelector, type Selector } from "../kubernetes/labels.ts";
import { type Grant, grantsOf, isRole } from "../kubernetes/rbac.ts";
import type { Resource } from "../kubernetes/resource.ts";

/** What a role allows. */
export interface RoleFacts {
  readonly grants: readonly Grant[];
  /** Selectors of the ClusterRoles that a controller aggregates into it. */
  readonly aggregates: readonly Selector[];
}

/** The facts of a Role or ClusterRole; undefined for other kinds. */
export function roleFacts(resource: Resource): RoleFacts | undefined {
  if (!isRole(resource)) return undefined;
  const selectors = resource.root.at("aggregationRule", "clusterRoleSelectors")?.items() ?? [];
  return {
    grants: grantsOf(resource).map(({ apiGroups, resources, verbs, named }) => ({
      apiGroups,
      resources,
      verbs,
      named,
    })),
    aggregates: selectors.flatMap((selector) => {
      const read = readSelector(selector);
      return read ? [read] : [];
    }),
  };
}
