import facts from "../../data/kubernetes-resources.json" with { type: "json" };

/** A resource of a built-in API group, as roles name it. */
export interface ApiResource {
  readonly group: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly shortNames: readonly string[];
  readonly subresources: readonly string[];
  /** The last version of Kubernetes that has it; `undefined` for those that exist today. */
  readonly until: string | undefined;
}

let all: readonly ApiResource[] | undefined;

/** The resources of the built-in groups, in all versions of Kubernetes that the data covers. */
export function apiResources(): readonly ApiResource[] {
  all ??= facts.resources.split("\n").map((line) => {
    const [group = "", plural = "", scope, kind = "", shortNames = "", subresources = "", until = ""] =
      line.split(" ");
    const split = (text: string) => (text === "" ? [] : text.split(","));
    return {
      group,
      plural,
      namespaced: scope === "namespaced",
      kind,
      shortNames: split(shortNames),
      subresources: split(subresources),
      until: until === "" ? undefined : until,
    };
  });
  return all;
}

let groups: ReadonlySet<string> | undefined;

/** The built-in API groups that exist today. The empty string is the core group. */
export function apiGroups(): ReadonlySet<string> {
  groups ??= new Set(apiResources().map(({ group }) => group));
  return groups;
}

/**
 * Resources that are gone, by group, with the last version of Kubernetes that had them.
 * Source: https://kubernetes.io/docs/reference/using-api/deprecation-guide/
 */
const removed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  extensions: {
    deployments: "1.15",
    daemonsets: "1.15",
    replicasets: "1.15",
    networkpolicies: "1.15",
    podsecuritypolicies: "1.15",
    ingresses: "1.21",
    replicationcontrollers: "1.15",
    thirdpartyresources: "1.7",
  },
  policy: { podsecuritypolicies: "1.24" },
  "settings.k8s.io": { podpresets: "1.19" },
};

/** The last version of Kubernetes that had a resource; `undefined` if it exists today or never existed. */
export function removedAfter(group: string, plural: string): string | undefined {
  const listed = removed[group]?.[plural];
  if (listed !== undefined) return listed;
  return apiResources().find((each) => each.group === group && each.plural === plural)?.until;
}

/** Whether a group was once built in and is gone. */
export function isRemovedGroup(group: string): boolean {
  return !apiGroups().has(group) && removed[group] !== undefined;
}
