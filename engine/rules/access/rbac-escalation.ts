import { defineRule } from "../../rule/rule.ts";
import { allowsResource, allowsVerb, type GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

/** The API server checks both verbs on the role, even when a binding is written. */
const roleResources = ["roles", "clusterroles"];

/** The words for each resource that can be impersonated. */
const identityNames: ReadonlyMap<string, string> = new Map([
  ["users", "user"],
  ["groups", "group"],
  ["uids", "UID"],
  ["serviceaccounts", "service account"],
]);

/** Users and groups are cluster-scoped; service accounts are not. */
const powers = [
  {
    apiGroups: ["rbac.authorization.k8s.io"],
    resources: roleResources,
    verbs: ["bind", "escalate"],
  },
  { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["impersonate"] },
  {
    apiGroups: ["", "authentication.k8s.io"],
    resources: ["users", "groups", "uids"],
    verbs: ["impersonate"],
    clusterOnly: true,
  },
];

export default defineRule({
  id: "rbac-escalation",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: {
    trivy: ["KSV-0043", "KSV-0051", "KSV-0052"],
    checkov: ["CKV_K8S_157", "CKV_K8S_158", "CKV2_K8S_1", "CKV2_K8S_3"],
    kubescape: ["C-0065", "C-0191"],
  },
  standards: { cis: ["5.1.8"], nsa: ["Role-based access control"] },
  summary: "A role allows privilege escalation through `bind`, `escalate` or `impersonate`.",
  why: "`bind` and `escalate` turn off the check that users can grant only permissions that they have, and `impersonate` allows acting as a different user.",
  links: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#escalate-verb",
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping",
  ],
  ...permissionCheck(powers, consequence, "verbs"),
});

function consequence({ granted, scope }: GrantData): string {
  const escalates = allowsResource(granted, ...roleResources) && allowsVerb(granted, "bind", "escalate");
  const identities = allowsVerb(granted, "impersonate")
    ? [...identityNames].flatMap(([resource, name]) => (allowsResource(granted, resource) ? [name] : []))
    : [];
  const last = identities.at(-1);
  const others = identities.slice(0, -1).join(", ");
  const abilities = [
    ...(last === undefined ? [] : [`act as any ${others === "" ? last : `${others} or ${last}`}${scope}`]),
    ...(escalates ? ["grant permissions that they do not have"] : []),
  ];
  return `its subjects can ${abilities.join(" and ")}`;
}
