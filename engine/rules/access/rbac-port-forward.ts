import { defineRule } from "../../rule/rule.ts";
import { allowsVerb, beforeCreate, type GrantData } from "../shared/grant-words.ts";
import { permissionCheck } from "../shared/grants.ts";

/** WebSockets are opened with `get`, and SPDY connections with `create`. */
const powers = [{ apiGroups: [""], resources: ["pods/portforward"], verbs: ["create", "get"] }];

export default defineRule({
  id: "rbac-port-forward",
  category: "access",
  severity: "information",
  since: "0.1.0",
  presets: [],
  peers: { kubescape: ["C-0063"] },
  summary: "A role allows forwarding ports of pods.",
  why: "A forwarded port bypasses network policies and any proxy in front of the pod.",
  links: ["https://kubernetes.io/docs/concepts/security/rbac-good-practices/"],
  ...permissionCheck(powers, consequence),
});

function consequence({ granted, scope }: GrantData): string {
  const versions = allowsVerb(granted, "create") ? "" : beforeCreate;
  return `${versions}its subjects can reach any port of any pod${scope}, bypassing network policies`;
}
