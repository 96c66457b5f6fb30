import { type Granted, writeVerbs } from "../../kubernetes/rbac.ts";
import { defineRule } from "../../rule/rule.ts";
import { allowsResource, allowsVerb, type GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

/** The API server limits grants to permissions that the subject already has, so this alone is not an escalation. */
const powers = [
  {
    apiGroups: ["rbac.authorization.k8s.io"],
    resources: ["roles", "clusterroles", "rolebindings", "clusterrolebindings"],
    verbs: writeVerbs,
  },
];

export default defineRule({
  id: "rbac-roles-manageable",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { trivy: ["KSV-0050", "KSV-0055"] },
  summary: "A role allows changing roles or bindings.",
  why: "Its subjects can grant their own permissions to others, and revoke permissions of others.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  ...permissionCheck(powers, consequence),
});

function consequence({ granted, grant, scope }: GrantData): string {
  if (isUnlimited(granted, grant?.verbs ?? []))
    return `its subjects can grant any permission to anyone, including themselves${scope}`;
  const grants = allowsVerb(granted, "create", "update", "patch");
  const revokes = allowsVerb(granted, "update", "patch", "delete", "deletecollection");
  const bindsRoles = allowsResource(granted, "rolebindings", "clusterrolebindings");
  if (!revokes && !bindsRoles)
    return `its subjects can create roles with any permission that they have${scope}`;
  const abilities = [
    ...(grants ? ["grant their own permissions to others"] : []),
    ...(revokes ? ["revoke anyone's permissions"] : []),
  ];
  return `its subjects can ${abilities.join(" and ")}${scope}`;
}

/**
 * Whether the rule also allows escalate or bind, which turn off the API server's limit. Both are checked on the role,
 * and bind takes effect only with a binding.
 */
function isUnlimited(granted: Granted, verbs: readonly string[]): boolean {
  if (!allowsVerb(granted, "create", "update", "patch")) return false;
  if (!allowsResource(granted, "roles", "clusterroles")) return false;
  if (allowsVerb({ verbs }, "escalate")) return true;
  return allowsVerb({ verbs }, "bind") && allowsResource(granted, "rolebindings", "clusterrolebindings");
}
