import { readVerbs } from "../../kubernetes/rbac.ts";
import { names } from "../../rule/options.ts";
import { defineRule, inWorkspace } from "../../rule/rule.ts";
import { allowsResource, allowsVerb, type GrantData, grantMessage } from "../shared/grant-words.ts";
import { grantFixes, reachHits, reachOptions, rolesAndBindings } from "../shared/grants.ts";

export default defineRule({
  id: "rbac-secrets-readable",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  presetOptions: {
    // Most applications that read the Secrets in their own namespace need to.
    strict: { namespaced: false },
    "kube-linter": {
      report: "bindings",
      wildcards: true,
      verbs: ["get", "list", "watch", "create", "delete"],
    },
  },
  peers: {
    "kube-linter": ["access-to-secrets"],
    trivy: ["KSV-0041", "KSV-0113"],
    checkov: ["CKV2_K8S_5"],
    kubescape: ["C-0015", "C-0186"],
  },
  standards: { cis: ["5.1.2"], nsa: ["Role-based access control"] },
  summary: "A role allows reading Secrets.",
  why: "A Secret can be a database password or the token of a service account with more permissions.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#secrets"],
  options: {
    resources: names("Resources to report.", ["secrets"]),
    verbs: names("Verbs to report. `*` is always reported.", ["get", "list", "watch"]),
    ...reachOptions,
  },
  on: inWorkspace(rolesAndBindings),

  *check(resource, { options, workspace }) {
    const powers = [{ apiGroups: [""], resources: options.resources, verbs: options.verbs }];
    yield* reachHits(resource, powers, options, workspace);
  },

  message: grantMessage(consequence),

  ...grantFixes,
});

function consequence({ granted, scope }: GrantData): string {
  if (!allowsResource(granted, "secrets")) return `its subjects can access all of them${scope}`;
  if (allowsVerb(granted, ...readVerbs))
    return granted.resources.includes("*")
      ? `its subjects can read all of them, including the passwords and tokens in Secrets${scope}`
      : `its subjects can read the passwords and tokens stored in Secrets${scope}`;
  return allowsVerb(granted, "create", "update", "patch")
    ? "its subjects can write Secrets that workloads trust"
    : "its subjects can delete Secrets that workloads need";
}
