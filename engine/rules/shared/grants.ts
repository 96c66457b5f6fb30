import type { EditBuilder, MaybeChange } from "../../edits/edit.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { type GrantAt, granted, grantsOf, type Power } from "../../kubernetes/rbac.ts";
import type { Resource } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { choice, flag } from "../../rule/options.ts";
import { type Fix, type Hit, kinds } from "../../rule/rule.ts";
import { quotedList } from "../../text/sentence.ts";
import { boundRole } from "../../workspace/bound-roles.ts";
import type { WorkspaceView } from "../../workspace/index.ts";
import { type Consequence, type GrantData, grantMessage, grantWords } from "./grant-words.ts";

/** Roles, ClusterRoles and their bindings. */
export const rolesAndBindings = kinds(
  "rbac.authorization.k8s.io/Role",
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/RoleBinding",
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "authorization.openshift.io/Role",
  "authorization.openshift.io/ClusterRole",
);

/** Roles and ClusterRoles, including those in OpenShift's API group. */
export const roles = kinds(
  "rbac.authorization.k8s.io/Role",
  "rbac.authorization.k8s.io/ClusterRole",
  "authorization.openshift.io/Role",
  "authorization.openshift.io/ClusterRole",
);

/** The parts that all rules about a permission in a role share. */
export function permissionCheck(
  powers: readonly Power[],
  consequence: Consequence,
  underline: "resources" | "verbs" = "resources",
) {
  return {
    on: roles,
    check: (role: Resource) => grantHits(role, powers, { underline }),
    message: grantMessage(consequence),
    ...grantFixes,
  };
}

/** One hit for each rule of a role that grants one of the powers; its first such resource or verb is underlined. */
function* grantHits(
  role: Resource,
  powers: readonly Power[],
  {
    wildcards = false,
    underline = "resources",
  }: { wildcards?: boolean; underline?: "resources" | "verbs" } = {},
): Iterable<Hit<GrantData, Value>> {
  const fitting = powers.filter(({ clusterOnly }) => !clusterOnly || role.kind === "ClusterRole");
  for (const grant of grantsOf(role)) {
    const match = granted(grant, fitting, { wildcards });
    const at = match && itemsOf(grant, underline, match[underline])[0];
    if (!at) continue;
    const words = grantWords(titleOf(role), role.kind, grant, match);
    yield { at, data: { ...words, grant, text: role.document.text } };
  }
}

/** Options of the rules that can report roles or their bindings. */
export const reachOptions = {
  wildcards: flag(
    "Also report rules whose resource is `*`. By default, only `rbac-wildcard` reports them.",
    false,
  ),
  namespaced: flag("Also report Roles, which grant access within one namespace.", true),
  report: choice("Report the roles, or the bindings to roles that are defined in the workspace.", [
    "roles",
    "bindings",
  ]),
};

/** The hits for one of `rolesAndBindings`, according to its `reachOptions`. */
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
 * One hit for a binding whose role grants one of the powers, if the workspace defines the role. The role's name in the
 * binding is underlined, and the role itself is related.
 */
function* boundHits(
  binding: Resource,
  powers: readonly Power[],
  wildcards: boolean,
  workspace: WorkspaceView,
): Iterable<Hit<GrantData, Value>> {
  const bound = boundRole(binding, workspace);
  for (const { role, groupKind, name, place } of bound?.roles ?? []) {
    const [match] = role.grants.flatMap((grant) => {
      const part = granted(grant, powers, { wildcards });
      return part ? [{ grant, part }] : [];
    });
    if (!bound || !match) continue;
    const kind = groupKind.slice(groupKind.indexOf("/") + 1);
    const title = `${titleOf(binding)} binds ${kind} "${name}", which`;
    const words = grantWords(title, binding.kind, match.grant, match.part);
    yield {
      at: bound.at,
      data: { ...words, grant: undefined, text: binding.document.text },
      related: [{ at: place, message: `This ${kind} grants the permission.` }],
    };
    return;
  }
}

/**
 * The fixes of rules about permissions. All are templates: only the user knows whether subjects need the permission.
 */
export const grantFixes = {
  fixClasses: ["template"],
  /** Removes as little as possible. */
  *fixes({ data }: Hit<GrantData, Value>, edit: EditBuilder): Iterable<Fix<"template">> {
    const { grant, granted: match } = data;
    if (!grant) return;
    for (const list of ["resources", "verbs"] as const) {
      const title = `Remove ${quotedList(match[list])} from this rule${sideEffect(grant, match, list)}`;
      yield { class: "template", title, edits: without(grant, match, data.text, list, edit) };
    }
    const isWhole =
      match.resources.length === grant.resources.length && match.verbs.length === grant.verbs.length;
    if (isWhole) {
      const subject = `${data.verbs} on ${data.resources}`;
      const title = subject.length <= longest ? `Remove the rule that allows ${subject}` : "Remove this rule";
      yield { class: "template", title, edits: [edit.remove(grant.value)] };
    }
  },
} as const;

/** A longer title does not fit into a menu. */
const longest = 60;

/** What else subjects lose with the removed items: other verbs on these resources, or these verbs on other resources. */
function sideEffect(grant: GrantAt, match: GrantData["granted"], list: "resources" | "verbs"): string {
  if (list === "verbs") {
    const otherResources = grant.resources.filter((resource) => !match.resources.includes(resource));
    return otherResources.length === 0 ? "" : ` (also for ${quotedList(otherResources)})`;
  }
  const otherVerbs = grant.verbs.filter((verb) => !match.verbs.includes(verb));
  return otherVerbs.length === 0 ? "" : ` (also removes ${quotedList(otherVerbs)} on them)`;
}

/** Removes the reported items from a list that also has others. */
function without(
  grant: GrantAt,
  match: GrantData["granted"],
  text: string,
  list: "resources" | "verbs",
  edit: EditBuilder,
): readonly MaybeChange[] | undefined {
  const items = itemsOf(grant, list, match[list]);
  const listValue = grant.value.at(list);
  const texts = (listValue?.items() ?? []).flatMap(({ string }) => (string === undefined ? [] : string));
  const remainder = texts.filter((item) => !match[list].includes(item));
  if (!listValue?.node || remainder.length === 0 || texts.length < listValue.items().length) return undefined;
  // Items of a flow list share its commas, so the whole list is rewritten.
  const isOneLine =
    listValue.node.kind === "sequence" &&
    listValue.node.flow &&
    !text.slice(listValue.node.start, listValue.node.end).includes("\n");
  return isOneLine ? [edit.set(grant.value, [list], remainder)] : items.map((item) => edit.remove(item));
}

function itemsOf(grant: GrantAt, list: "resources" | "verbs", texts: readonly string[]): readonly Value[] {
  return (grant.value.at(list)?.items() ?? []).filter(
    ({ string: text }) => text !== undefined && texts.includes(text),
  );
}
