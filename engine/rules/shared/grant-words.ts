import { coversResource, type Grant, type GrantAt, type Granted } from "../../kubernetes/rbac.ts";
import { sentenceList, shortened } from "../../text/sentence.ts";

/** The data for messages and fixes about a reported rule of a role. */
export interface GrantData {
  /** The start of the sentence: `ClusterRole "ci"`, or `RoleBinding "ci" binds Role "ci", which`. */
  readonly subject: string;
  /** The reported verbs and resources in words: `get and list`, `pods/exec`. */
  readonly verbs: string;
  readonly resources: string;
  /**
   * ` in the Role's namespace` if the permission is limited to it. A ClusterRole can be bound for one namespace or for all.
   */
  readonly scope: string;
  readonly granted: Granted;
  /** Absent if the finding is on a binding. */
  readonly grant: GrantAt | undefined;
  /** The document's text. */
  readonly text: string;
}

/** The consequence of a permission, as a clause after "so". It must be true of the reported verbs and resources. */
export type Consequence = (data: GrantData) => string;

/** The message of every rule that reports a permission. */
export function grantMessage(consequence: Consequence): (data: GrantData) => string {
  return (data) => `${data.subject} allows ${data.verbs} on ${data.resources}, so ${consequence(data)}.`;
}

/** @param kind the kind of the reported role or binding */
export function grantWords(
  subject: string,
  kind: string,
  { apiGroups }: Grant,
  granted: Granted,
): Omit<GrantData, "grant" | "text"> {
  return {
    subject,
    verbs: verbsText(granted.verbs),
    resources: resourcesText(granted.resources, apiGroups),
    scope: kind === "Role" || kind === "RoleBinding" ? ` in the ${kind}'s namespace` : "",
    granted,
  };
}

/**
 * Starts a clause about operations that `get` alone allows on pods/exec, pods/attach and pods/portforward. Later
 * versions also require `create`. Source: https://github.com/kubernetes/kubernetes/pull/134577
 */
export const beforeCreate = "before Kubernetes 1.35, ";

export function allowsVerb({ verbs }: Pick<Granted, "verbs">, ...requiredVerbs: readonly string[]): boolean {
  return verbs.some((verb) => verb === "*" || requiredVerbs.includes(verb));
}

export function allowsResource({ resources }: Granted, ...requiredResources: readonly string[]): boolean {
  return resources.some(
    (resource) => resource === "*" || requiredResources.some((name) => coversResource(resource, name)),
  );
}

/** `get and list`, or `every verb` */
export function verbsText(verbs: readonly string[]): string {
  return verbs.includes("*") ? "every verb" : sentenceList(verbs);
}

/** `pods and services`, `every resource in the apps API group`, or `every resource in 12 API groups` */
export function resourcesText(resources: readonly string[], apiGroups: readonly string[]): string {
  if (!resources.includes("*")) return sentenceList(shortened(resources));
  if (apiGroups.includes("*")) return "every resource";
  if (apiGroups.length > mostGroups) return `every resource in ${apiGroups.length} API groups`;
  const groups = apiGroups.map((group) => (group === "" ? "core" : group));
  return `every resource in the ${sentenceList(groups)} API group${groups.length === 1 ? "" : "s"}`;
}

/** More names of API groups would hide the rest of the message. */
const mostGroups = 3;
