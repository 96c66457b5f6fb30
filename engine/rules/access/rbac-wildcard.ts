import type { EditBuilder } from "../../edits/edit.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { type GrantAt, grantsOf, readVerbs, writeVerbs } from "../../kubernetes/rbac.ts";
import type { Value } from "../../kubernetes/value.ts";
import { flag } from "../../rule/options.ts";
import { defineRule } from "../../rule/rule.ts";
import { allowsVerb, resourcesText, verbsText } from "../shared/grant-words.ts";
import { roles } from "../shared/grants.ts";

export default defineRule({
  id: "rbac-wildcard",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  presetOptions: { "kube-linter": { apiGroups: false } },
  peers: {
    "kube-linter": ["wildcard-in-rules"],
    polaris: [
      "clusterrolebindingClusterAdmin",
      "rolebindingClusterAdminClusterRole",
      "rolebindingClusterAdminRole",
    ],
    trivy: ["KSV-0044", "KSV-0045", "KSV-0046", "KSV-0112"],
    checkov: ["CKV_K8S_49"],
    kubescape: ["C-0187"],
  },
  standards: { cis: ["5.1.3"], nsa: ["Role-based access control"] },
  summary: "A role uses a wildcard for verbs, resources or API groups.",
  why: "A wildcard includes verbs such as `escalate` and `impersonate`, and resources that are installed later.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege"],
  options: { apiGroups: flag("Also report a wildcard for API groups.", true) },
  on: roles,

  *check(role, { options }) {
    for (const grant of grantsOf(role)) {
      const { value, verbs, resources, apiGroups } = grant;
      const wild = {
        verbs: verbs.includes("*"),
        resources: resources.includes("*"),
        apiGroups: options.apiGroups && apiGroups.includes("*"),
      };
      const list = lists.find((name) => wild[name]);
      const at = list && wildcardIn(value.at(list));
      if (at) yield { at, data: { title: titleOf(role), kind: role.kind, wild, at, grant } };
    }
  },

  message: ({ title, kind, wild, grant }) => {
    const resources = resourcesText(grant.resources, grant.apiGroups);
    const groups = grant.apiGroups.includes("*") && !wild.resources ? " in every API group" : "";
    const limitation = grant.named ? " with certain names" : "";
    const fact = `${title} allows ${verbsText(grant.verbs)} on ${resources}${groups}${limitation}`;
    return `${fact}, so ${consequence(wild, grant, kind)}.`;
  },

  fixClasses: ["template", "review"],
  *fixes({ data }, edit) {
    // Template: only the user can tell whether read access is enough.
    yield {
      class: "template",
      title: 'Replace "*" with "get", "list" and "watch"',
      caveat: "read-only access",
      edits: withVerbs(data, readVerbs, edit),
    };
    // Review: other verbs (bind, escalate, impersonate, approve, use) are denied afterwards.
    yield {
      class: "review",
      title: 'Replace "*" with the standard read and write verbs',
      caveat: 'special verbs such as "bind" and "escalate" are denied',
      edits: withVerbs(data, [...readVerbs, ...writeVerbs], edit),
    };
  },
});

/** The most dangerous first, because only one wildcard is underlined. */
const lists = ["verbs", "resources", "apiGroups"] as const;

type Wildcards = Readonly<Record<(typeof lists)[number], boolean>>;

/** The most dangerous consequence that the author of the rule might not want. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a list of consequences, the most dangerous first
function consequence(wild: Wildcards, grant: GrantAt, kind: string): string {
  const isEveryGroup = grant.apiGroups.includes("*");
  const includesSecrets = wild.resources && (isEveryGroup || grant.apiGroups.includes(""));
  if (grant.named && includesSecrets) return "its subjects also get access to Secrets with these names";
  if (wild.verbs && wild.resources && isEveryGroup)
    return kind === "Role"
      ? "its subjects have full control of the Role's namespace"
      : "its subjects have the same access to resources as cluster-admin";
  const scope = kind === "Role" ? " in the Role's namespace" : "";
  // "*" includes "bind" and "escalate", which allow roles with more permissions than their author has.
  if (wild.verbs && wild.resources && !grant.named && grant.apiGroups.includes("rbac.authorization.k8s.io"))
    return `its subjects can grant themselves any permission${scope}`;
  if (wild.verbs && includesSecrets) return `its subjects can read every Secret and run any pod${scope}`;
  if (includesSecrets)
    return `its subjects ${allowsVerb(grant, ...readVerbs) ? "can also read" : "also get access to"} Secrets${scope}`;
  if (wild.resources)
    return wild.verbs
      ? "its subjects have full control of these resources"
      : "its subjects also get access to resources that are added later";
  if (wild.apiGroups) return "its subjects also get access to API groups that are added later";
  return grant.resources.every((resource) => resource.includes("/"))
    ? "its subjects also get verbs that they might not need"
    : "its subjects can also delete them";
}

interface WildGrant {
  readonly wild: Wildcards;
  readonly at: Value;
  readonly grant: GrantAt;
}

/** Only a wildcard for verbs can be replaced: the intended resources and API groups are unknown. */
function withVerbs({ wild, at, grant }: WildGrant, verbs: readonly string[], edit: EditBuilder) {
  if (!wild.verbs || wild.resources || wild.apiGroups) return undefined;
  const [first, ...rest] = verbs.filter((verb) => !grant.verbs.includes(verb));
  if (first === undefined) return undefined;
  return [edit.setValue(at, first), ...rest.map((verb) => edit.append(grant.value, ["verbs"], verb))];
}

function wildcardIn(list: Value | undefined): Value | undefined {
  return list?.items().find(({ string: text }) => text === "*");
}
