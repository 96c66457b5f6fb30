import { titleOf } from "../../kubernetes/pods.ts";
import { type GrantAt, grantsOf, readVerbs, writeVerbs } from "../../kubernetes/rbac.ts";
import type { Value } from "../../kubernetes/value.ts";
import type { EditBuilder } from "../../lint/edit.ts";
import { roles } from "../../lint/grants.ts";
import { flag } from "../../lint/options.ts";
import { defineRule } from "../../lint/rule.ts";

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
  summary: "A role allows everything of a kind with a wildcard.",
  why: "It holds for what is there today and for whatever is installed tomorrow, and for verbs such as escalate and impersonate.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege"],
  options: { apiGroups: flag("A wildcard in place of the API group counts too.", true) },
  on: roles,

  *check(role, { options }) {
    for (const grant of grantsOf(role)) {
      const { value, verbs, resources, apiGroups } = grant;
      const wild = {
        verbs: verbs.includes("*"),
        resources: resources.includes("*"),
        apiGroups: options.apiGroups && apiGroups.includes("*"),
      };
      const list = lists.find((one) => wild[one]);
      const at = list && wildcardIn(value.at(list));
      if (at) yield { at, data: { role: titleOf(role), wild, at, grant } };
    }
  },

  message: ({ role, wild, grant }) => {
    const named = grant.named ? " by name" : "";
    const verbs = wild.verbs ? "every verb" : grant.verbs.join(", ");
    const resources = wild.resources ? "every resource" : grant.resources.join(", ");
    const groups = wild.apiGroups ? " of every API group" : "";
    return `${role} allows ${verbs} on ${resources}${named}${groups}, and with it whatever is installed later.`;
  },

  fixes: [
    {
      // Template: whether reading is enough is a person's decision.
      class: "template",
      title: () => "Allow reading only",
      edits: ({ data }, edit) => withVerbs(data, readVerbs, edit),
    },
    {
      // Review: verbs beyond these (bind, escalate, impersonate, approve, use) are refused from then on.
      class: "review",
      title: () => "Write out the ordinary verbs",
      edits: ({ data }, edit) => withVerbs(data, [...readVerbs, ...writeVerbs], edit),
    },
  ],
});

/** The worst first: it is what gets underlined. */
const lists = ["verbs", "resources", "apiGroups"] as const;

interface Wild {
  readonly wild: Readonly<Record<(typeof lists)[number], boolean>>;
  readonly at: Value;
  readonly grant: GrantAt;
}

/** Puts verbs in the wildcard's place, where it stands for verbs only; nobody can tell which resources are meant. */
function withVerbs({ wild, at, grant }: Wild, verbs: readonly string[], edit: EditBuilder) {
  if (!wild.verbs || wild.resources || wild.apiGroups) return undefined;
  const [first, ...others] = verbs.filter((verb) => !grant.verbs.includes(verb));
  if (first === undefined) return undefined;
  return [edit.setValue(at, first), ...others.map((verb) => edit.append(grant.value, ["verbs"], verb))];
}

function wildcardIn(list: Value | undefined): Value | undefined {
  return list?.items().find(({ string: text }) => text === "*");
}
