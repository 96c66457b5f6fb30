import { grantFixes, reachHits, reachOptions, rolesAndBindings } from "../../lint/grants.ts";
import { names } from "../../lint/options.ts";
import { defineRule } from "../../lint/rule.ts";

export default defineRule({
  id: "rbac-secrets-readable",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  presetOptions: {
    // Most applications that read the Secrets of their own namespace have to.
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
  summary: "A role lets its subjects read Secrets.",
  why: "A Secret may be the password of a database or the token of an account with more rights.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#secrets"],
  options: {
    resources: names("Resources that count.", ["secrets"]),
    verbs: names("Verbs that count; `*` always does.", ["get", "list", "watch"]),
    ...reachOptions,
  },
  asksWorkspace: true,
  on: rolesAndBindings,

  *check(resource, { options, workspace }) {
    const powers = [{ apiGroups: [""], resources: options.resources, verbs: options.verbs }];
    yield* reachHits(resource, powers, options, workspace);
  },

  message: ({ role, verbs, resources }) =>
    `${role} allows ${verbs} on ${resources}, so the passwords and tokens in them are in its subjects' hands.`,

  fixes: grantFixes,
});
