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
  if (!revokes) return `its subjects can pass their permissions on to others${scope}`;
  const abilities = grants
    ? "pass their permissions on and revoke those of others"
    : "revoke the permissions of others";
  return `its subjects can ${abilities}${scope}`;
}

/**
 * Whether the rule also turns off the API server's limit: `escalate` for changes to roles, which can be those of the
 * subjects, and `bind` for bindings to these roles.
 */
function isUnlimited(granted: Granted, verbs: readonly string[]): boolean {
  if (!allowsResource(granted, "roles", "clusterroles")) return false;
  if (allowsVerb({ verbs }, "escalate") && allowsVerb(granted, "update", "patch")) return true;
  const changesBindings = allowsResource(granted, "rolebindings", "clusterrolebindings");
  return allowsVerb({ verbs }, "bind") && changesBindings && allowsVerb(granted, "create", "update", "patch");
}
