import { titleOf } from "../kubernetes/pods.ts";
import { type GrantAt, type Granted, granted, grantsOf, type Power } from "../kubernetes/rbac.ts";
import type { Resource } from "../kubernetes/resource.ts";
import type { Value } from "../kubernetes/value.ts";
import { boundRole } from "../workspace/bound-roles.ts";
import type { WorkspaceView } from "../workspace/index.ts";
import type { EditBuilder, MaybeChange } from "./edit.ts";
import { choice, flag } from "./options.ts";
import { type Hit, kinds } from "./rule.ts";

/** What there is to say of a rule of a role that gives a power. */
export interface GrantData {
  /** `ClusterRole "ci"`. */
  readonly role: string;
  /** The verbs and resources at fault as a sentence has them: `get and list`, `pods/exec`. */
  readonly verbs: string;
  readonly resources: string;
  readonly granted: Granted;
  /** Absent where the fault is in a binding. */
  readonly grant: GrantAt | undefined;
  /** The document's text. */
  readonly text: string;
}

/** Roles, ClusterRoles and their bindings. */
export const rolesAndBindings = kinds(
  "rbac.authorization.k8s.io/Role",
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/RoleBinding",
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "authorization.openshift.io/Role",
  "authorization.openshift.io/ClusterRole",
);

/** Roles and ClusterRoles, those of OpenShift's own group too. */
export const roles = kinds(
  "rbac.authorization.k8s.io/Role",
  "rbac.authorization.k8s.io/ClusterRole",
  "authorization.openshift.io/Role",
  "authorization.openshift.io/ClusterRole",
);

/** One hit for each rule of a role that gives one of the powers; underlined is the first resource, or verb, at fault. */
export function* grantHits(
  role: Resource,
  powers: readonly Power[],
  {
    wildcards = false,
    underline = "resources",
  }: { wildcards?: boolean; underline?: "resources" | "verbs" } = {},
): Iterable<Hit<GrantData, Value>> {
  const fitting = powers.filter(({ clusterOnly }) => !clusterOnly || role.kind === "ClusterRole");
  for (const grant of grantsOf(role)) {
    const found = granted(grant, fitting, { wildcards });
    const at = found && itemsOf(grant, underline, found[underline])[0];
    if (!at) continue;
    yield { at, data: { ...dataOf(titleOf(role), found), grant, text: role.document.text } };
  }
}

/** Options of the rules that look at roles and at what binds them. */
export const reachOptions = {
  wildcards: flag("A resource `*` counts too; rbac-wildcard reports it otherwise.", false),
  namespaced: flag("Roles, which reach one namespace, are reported too.", true),
  report: choice("Report the roles, or the bindings of roles that the workspace has.", ["roles", "bindings"]),
};

/** The hits for one of `rolesAndBindings`, as its `reachOptions` ask. */
export function* reachHits(
  resource: Resource,
  powers: readonly Power[],
  options: {
    readonly wildcards: boolean;
    readonly namespaced: boolean;
    readonly report: "roles" | "bindings";
  },
  workspace: WorkspaceView,
): Iterable<Hit<GrantData, Value>> {
  const { wildcards, namespaced, report } = options;
  if (!namespaced && (resource.kind === "Role" || resource.kind === "RoleBinding")) return;
  if (report === "bindings") yield* boundHits(resource, powers, wildcards, workspace);
  else yield* grantHits(resource, powers, { wildcards });
}

/**
 * One hit for a binding whose role gives one of the powers, as far as the workspace shows the role; underlined is the
 * role's name, related are the roles.
 */
function* boundHits(
  binding: Resource,
  powers: readonly Power[],
  wildcards: boolean,
  workspace: WorkspaceView,
): Iterable<Hit<GrantData, Value>> {
  const bound = boundRole(binding, workspace);
  for (const { role, groupKind, name, place } of bound?.roles ?? []) {
    const found = role.grants.flatMap((grant) => granted(grant, powers, { wildcards }) ?? [])[0];
    if (!bound || !found) continue;
    const kind = groupKind.slice(groupKind.indexOf("/") + 1);
    const title = `${titleOf(binding)} binds ${kind} "${name}", which`;
    yield {
      at: bound.at,
      data: { ...dataOf(title, found), grant: undefined, text: binding.document.text },
      related: [{ at: place, message: `This ${kind} allows it.` }],
    };
    return;
  }
}

function dataOf(role: string, found: Granted) {
  const verbs = found.verbs.includes("*") ? "every verb" : sentenceList(found.verbs);
  const resources = found.resources.includes("*") ? "every resource" : sentenceList(found.resources);
  return { role, verbs, resources, granted: found };
}

/**
 * Ways out that take away as little as they can. Template, all of them: whether somebody needs the right cannot be
 * seen here, so a person has to choose.
 */
export const grantFixes = [
  {
    class: "template",
    title: ({ resources }: GrantData) => `Take ${resources} out of this rule`,
    edits: ({ data }: Hit<GrantData, Value>, edit: EditBuilder) => without(data, "resources", edit),
  },
  {
    class: "template",
    title: ({ verbs }: GrantData) => `Take ${verbs} out of this rule`,
    edits: ({ data }: Hit<GrantData, Value>, edit: EditBuilder) => without(data, "verbs", edit),
  },
  {
    class: "template",
    title: () => "Remove this rule",
    edits: ({ data: { grant, granted: found } }: Hit<GrantData, Value>, edit: EditBuilder) =>
      grant && found.resources.length === grant.resources.length && found.verbs.length === grant.verbs.length
        ? [edit.remove(grant.value)]
        : undefined,
  },
] as const;

/** Takes the items at fault out of a list of which others stay. */
function without(
  { grant, granted: found, text }: GrantData,
  list: "resources" | "verbs",
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  if (!grant) return undefined;
  const items = itemsOf(grant, list, found[list]);
  const all = grant.value.at(list);
  const left = (all?.items() ?? []).flatMap(({ string: one }) => (one === undefined ? [] : one));
  const rest = left.filter((one) => !found[list].includes(one));
  if (!all?.node || rest.length === 0 || left.length < all.items().length) return undefined;
  // Several items of a list on one line share its commas, so it is written anew.
  const isOneLine =
    all.node.kind === "sequence" && all.node.flow && !text.slice(all.node.start, all.node.end).includes("\n");
  return isOneLine ? [edit.set(grant.value, [list], rest)] : items.map((item) => edit.remove(item));
}

function itemsOf(grant: GrantAt, list: "resources" | "verbs", texts: readonly string[]): readonly Value[] {
  return (grant.value.at(list)?.items() ?? []).filter(
    ({ string: text }) => text !== undefined && texts.includes(text),
  );
}

function sentenceList(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
