import { defineRule } from "../../rule/rule.ts";
import type { GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

/** A token is created through this subresource. */
const powers = [{ apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"] }];

export default defineRule({
  id: "rbac-token-creation",
  category: "access",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { kubescape: ["C-0282"] },
  standards: { cis: ["5.1.13"] },
  summary: "A role allows creating tokens for ServiceAccounts.",
  why: "A token grants all permissions of its service account.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/#token-request"],
  ...permissionCheck(powers, consequence),
});

function consequence({ scope }: GrantData): string {
  return `its subjects can act as any service account${scope}`;
}
