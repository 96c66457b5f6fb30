import {
  type ApiResource,
  apiGroups,
  apiResources,
  isRemovedGroup,
  removedAfter,
} from "../../kubernetes/api-resources.ts";
import { isTypo } from "../../workspace/typo.ts";

/** Names that roles can use although no request to the API has them: they are checked by a component. */
const virtual: ReadonlySet<string> = new Set([
  // Impersonation: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation
  "/users",
  "/groups",
  "authentication.k8s.io/uids",
  "authentication.k8s.io/userextras",
  // Signing: https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/
  "certificates.k8s.io/signers",
]);

/** Resources of OpenShift that were once in the core group. */
const ofOpenShift =
  /^(?:builds|buildconfigs|deploymentconfigs|images|imagestream\w*|projects|projectrequests|routes|templates|processedtemplates|securitycontextconstraints|clusternetworks|hostsubnets|netnamespaces|egressnetworkpolicies|users|groups|identities|oauth\w+|policies|policybindings|clusterpolicies|clusterpolicybindings|subjectaccessreviews|resourceaccessreviews|localsubjectaccessreviews|localresourceaccessreviews|appliedclusterresourcequotas|clusterresourcequotas)$/;

/** All verbs of requests, and those that components check. */
const verbs: readonly string[] = [
  ...["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"],
  ...["use", "bind", "escalate", "impersonate", "approve", "sign", "attest", "proxy", "*"],
];

/** What is wrong with a name in a rule. */
export interface NameFault {
  readonly type: "unknown" | "removed" | "subresource" | "elsewhere";
  /** The name that is probably meant. */
  readonly meant?: string | undefined;
  /** The group that has the resource. */
  readonly group?: string | undefined;
  /** The last version of Kubernetes that had the resource. */
  readonly until?: string | undefined;
}

/** What is wrong with an API group; `undefined` for built-in, removed and custom ones. */
export function groupFault(group: string): NameFault | undefined {
  if (group === "*" || apiGroups().has(group) || isRemovedGroup(group)) return undefined;
  // Projects of Kubernetes outside of its releases.
  if (group.endsWith(".x-k8s.io")) return undefined;
  const withoutVersion = group.replace(/\/.*$/, "");
  if (group !== withoutVersion)
    return { type: "unknown", meant: apiGroups().has(withoutVersion) ? withoutVersion : undefined };
  if (group === "core" || /^v\d/.test(group)) return { type: "unknown", meant: "" };
  const full = [...apiGroups()].filter((each) => each.split(".")[0] === group || isTypo(group, each));
  const meant = full.length === 1 ? full[0] : undefined;
  // Groups of custom resources have a dot, and many of them end in k8s.io.
  return meant !== undefined || !group.includes(".") ? { type: "unknown", meant } : undefined;
}

/** Whether all resources of a group are known. */
export function isKnownGroup(group: string): boolean {
  return apiGroups().has(group) || isRemovedGroup(group);
}

/**
 * What is wrong with a resource in a rule.
 *
 * @param groups the groups of the rule, all of them built in
 */
export function resourceFault(text: string, groups: readonly string[]): NameFault | undefined {
  const slash = text.indexOf("/");
  const [plural, subresource] =
    slash === -1 ? [text, undefined] : [text.slice(0, slash), text.slice(slash + 1)];
  if (text.includes("*") || text === "" || groups.some((group) => virtual.has(`${group}/${plural}`)))
    return undefined;
  const existing = apiResources().filter(
    (each) => each.plural === plural && each.until === undefined && groups.includes(each.group),
  );
  if (existing.length > 0) return subresourceFault(existing, subresource);
  const until = groups.map((group) => removedAfter(group, plural)).find((version) => version !== undefined);
  const elsewhere = apiResources().filter((each) => each.plural === plural && each.until === undefined);
  if (until !== undefined) return { type: "removed", until, group: groupOfOne(elsewhere) };
  if (groups.includes("") && ofOpenShift.test(plural)) return undefined;
  if (elsewhere.length > 0) return { type: "elsewhere", group: groupOfOne(elsewhere) };
  const meant = meantResource(plural, groups);
  // Newer versions of Kubernetes add resources to groups like these.
  if (meant === undefined && groups.some((group) => group.includes("."))) return undefined;
  const rest = subresource === undefined ? "" : `/${subresource}`;
  return { type: "unknown", meant: meant === undefined ? undefined : `${meant}${rest}` };
}

function groupOfOne(resources: readonly ApiResource[]): string | undefined {
  return resources.length === 1 ? resources[0]!.group : undefined;
}

function subresourceFault(
  existing: readonly ApiResource[],
  subresource: string | undefined,
): NameFault | undefined {
  // Owner references can be limited by "finalizers", OpenShift limits endpoints by "restricted", and the kubelet checks
  // paths of its own API.
  // Source: https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#ownerreferencespermissionenforcement
  if (subresource === undefined || /^(?:finalizers|restricted)$/.test(subresource)) return undefined;
  if (existing.some(({ plural, subresources }) => plural === "nodes" || subresources.includes(subresource)))
    return undefined;
  // Only these are complete in all versions: components check more names for others.
  if (!existing.every(({ group }) => /^(?:|apps|batch|autoscaling|policy)$/.test(group))) return undefined;
  const near = existing.flatMap((each) =>
    each.subresources.filter((one) => isTypo(subresource, one)).map((one) => `${each.plural}/${one}`),
  );
  return { type: "subresource", meant: near.length === 1 ? near[0] : undefined };
}

/** The plural that a misspelled one, a kind, a singular or a short name stands for. */
function meantResource(text: string, groups: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  const inGroups = apiResources().filter((each) => groups.includes(each.group) && each.until === undefined);
  const same = inGroups.filter(
    ({ plural, kind, shortNames }) =>
      plural === lower ||
      kind.toLowerCase() === lower ||
      shortNames.includes(lower) ||
      `${plural}s` === lower,
  );
  const found = same.length > 0 ? same : inGroups.filter(({ plural }) => isTypo(lower, plural));
  const names = new Set(found.map(({ plural }) => plural));
  return names.size === 1 ? [...names][0] : undefined;
}

/** What is wrong with a verb in a rule for built-in resources. */
export function verbFault(verb: string): NameFault | undefined {
  // Verbs with a colon limit what users can impersonate.
  if (verbs.includes(verb) || verb.includes(":") || verb === "") return undefined;
  const lower = verb.toLowerCase();
  const same = verbs.filter((each) => each === lower);
  const near = same.length > 0 ? same : verbs.filter((each) => isTypo(lower, each));
  return { type: "unknown", meant: meanings[lower] ?? (near.length === 1 ? near[0] : undefined) };
}

/** HTTP methods and words for all verbs. */
const meanings: Readonly<Record<string, string>> = {
  post: "create",
  put: "update",
  edit: "update",
  write: "update",
  remove: "delete",
  all: "*",
};

/** Verbs that a Role can grant on a cluster-scoped resource, because they are checked in its namespace. */
const checkedInNamespace: Readonly<Record<string, readonly string[]>> = {
  // A request for one namespace is in that namespace.
  namespaces: ["get", "update", "patch", "delete"],
  // Whether a binding can bind a ClusterRole is checked in the namespace of the binding.
  clusterroles: ["bind", "escalate"],
};

/** Whether a Role grants nothing on a resource because it is outside of namespaces. */
export function isOutsideNamespaces(
  text: string,
  groups: readonly string[],
  granted: readonly string[],
): boolean {
  const plural = text.replace(/\/.*$/, "");
  const existing = apiResources().filter((each) => each.plural === plural && groups.includes(each.group));
  if (existing.length === 0 || existing.some(({ namespaced }) => namespaced)) return false;
  if (granted.length === 0 || granted.includes("use")) return false;
  const exceptions = checkedInNamespace[plural] ?? [];
  return !granted.some((verb) => exceptions.includes(verb) || (verb === "*" && exceptions.length > 0));
}
