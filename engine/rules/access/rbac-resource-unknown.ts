import { titleOf } from "../../kubernetes/pods.ts";
import { type GrantAt, grantsOf } from "../../kubernetes/rbac.ts";
import { isTemplated } from "../../kubernetes/resource.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, type Hit, kinds, type Severity } from "../../rule/rule.ts";
import { groupFault, isKnownGroup, type NameFault, resourceFault, verbFault } from "../shared/rbac-names.ts";

interface Data {
  readonly title: string;
  readonly what: "API group" | "resource" | "verb";
  readonly text: string;
  readonly fault: NameFault;
  readonly groups: readonly string[];
  /** The rule has no resource that its groups have. */
  readonly onlyGone: boolean;
}

export default defineRule({
  id: "rbac-resource-unknown",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["recommended"],
  summary: "A role names an API group, a resource or a verb that Kubernetes does not have.",
  why: "The API server accepts any name in a role, so a typo or the wrong API group grants nothing, and the first request fails as forbidden.",
  links: ["https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources"],
  on: kinds("rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/ClusterRole"),

  *check(role) {
    const title = titleOf(role);
    const grants = grantsOf(role);
    for (const grant of grants) yield* hitsIn(grant, title, grants);
  },

  message: ({ title, what, text, fault: { type, meant, group, until }, groups }) => {
    const inGroups = groups.map(quotedGroup).join(" or ");
    if (type === "removed") {
      const instead = group === undefined ? "" : `; it is in ${quotedGroup(group)} now`;
      return `${title} lists ${text}, which ${inGroups} no longer has after Kubernetes ${until}, so it grants nothing${instead}.`;
    }
    if (type === "elsewhere") {
      const place = group === undefined ? "" : `; it is in ${quotedGroup(group)}`;
      return `${title} lists ${text} in ${inGroups}, which has no such resource, so it grants nothing${place}.`;
    }
    const question = meant === undefined ? "." : `; did you mean "${meant}"?`;
    const name = type === "subresource" ? "subresource" : what;
    return `${title} lists the ${name} "${text}", which Kubernetes does not have, so it grants nothing${question}`;
  },

  fixClasses: ["review"],
  // Review, all: the role grants what it only seemed to grant before.
  *fixes({ data: { text, fault, onlyGone }, at }, edit) {
    const { type, meant, group } = fault;
    if (meant !== undefined)
      yield { class: "review", title: `Use "${meant}"`, edits: [edit.setValue(at, meant)] };
    const rule = at.parent?.parent;
    const groups = rule?.at("apiGroups")?.items() ?? [];
    if (!rule || group === undefined) return;
    if (onlyGone && groups.length === 1)
      yield {
        class: "review",
        title: `Use ${quotedGroup(group)}`,
        edits: [edit.setValue(groups[0]!, group)],
      };
    else if (type === "elsewhere" || type === "removed")
      yield {
        class: "review",
        title: `Add ${quotedGroup(group)} for ${text}`,
        edits: [edit.append(rule, ["apiGroups"], group)],
      };
  },
});

function* hitsIn(grant: GrantAt, title: string, all: readonly GrantAt[]): Iterable<Hit<Data, Value>> {
  const { value, apiGroups: groups } = grant;
  if (value.at("nonResourceURLs") || groups.length !== value.at("apiGroups")?.items().length) return;
  const common = { title, groups, onlyGone: false };
  for (const { at, text } of textsOf(value, "apiGroups")) {
    const fault = groupFault(text);
    if (fault) yield { at, data: { ...common, what: "API group", text, fault } };
  }
  // Custom resources can have any name, and their controllers can check any verb.
  if (groups.length === 0 || !groups.every(isKnownGroup)) return;
  yield* resourceHits(grant, common, all);
  for (const { at, text } of textsOf(value, "verbs")) {
    const fault = verbFault(text);
    if (fault) yield { at, data: { ...common, what: "verb", text, fault } };
  }
}

function* resourceHits(
  { value, apiGroups: groups }: GrantAt,
  common: Pick<Data, "title" | "groups">,
  all: readonly GrantAt[],
): Iterable<Hit<Data, Value>> {
  const resources = textsOf(value, "resources").map((item) => ({
    ...item,
    fault: resourceFault(item.text, groups),
  }));
  const group = resources[0]?.fault?.group;
  const onlyGone = resources.every(({ fault }) => fault?.group !== undefined && fault.group === group);
  for (const { at, text, fault } of resources) {
    if (!fault) continue;
    const isElsewhere = isNamedElsewhere(text, fault, all);
    if (fault.type === "removed" && isElsewhere) continue;
    const data = { ...common, what: "resource" as const, text, fault, onlyGone };
    const severity = severityOf(text, fault, isElsewhere);
    yield { at, data, ...(severity && { severity }) };
  }
}

/** The items of a list in a rule, except those that are filled in later. */
function textsOf(rule: Value, list: string): readonly { readonly at: Value; readonly text: string }[] {
  return (rule.at(list)?.items() ?? []).flatMap((at) =>
    at.string === undefined || isTemplated(at.string) ? [] : { at, text: at.string },
  );
}

/** The severity of a fault of a resource, if it differs from that of the rule. */
function severityOf(text: string, { type }: NameFault, isElsewhere: boolean): Severity | undefined {
  // Scaffolds of controllers ask for the status of everything.
  if (type === "subresource" && text.endsWith("/status")) return "hint";
  // Nothing that a current cluster has is missing.
  return type === "removed" || isElsewhere || text.endsWith("/rollback") ? "information" : undefined;
}

/** Whether another rule of the role names the resource in its current group. */
function isNamedElsewhere(text: string, { group }: NameFault, all: readonly GrantAt[]): boolean {
  if (group === undefined) return false;
  return all.some(
    ({ apiGroups, resources }) =>
      (apiGroups.includes(group) || apiGroups.includes("*")) &&
      (resources.includes(text) || resources.includes("*")),
  );
}

function quotedGroup(group: string): string {
  return group === "" ? "the core API group" : `API group "${group}"`;
}
