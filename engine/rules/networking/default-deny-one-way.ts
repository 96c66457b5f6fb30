import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { closesByDefault, hasOtherPolicies } from "../../workspace/network-policies.ts";
import { isOwnNamespace } from "../shared/namespaces.ts";

export default defineRule({
  id: "default-deny-one-way",
  category: "networking",
  severity: "hint",
  since: "0.1.0",
  // Most clusters allow all egress deliberately, because the destinations of pods are rarely documented.
  presets: [],
  peers: { kubescape: ["C-0030"] },
  standards: { nsa: ["Network policies"] },
  summary: "A namespace denies ingress by default but not egress.",
  why: "A compromised pod can send data anywhere and reach the cloud's metadata service.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic",
  ],
  on: inWorkspace(kinds("/Namespace")),

  *check({ name, anchor }, { workspace, settings }) {
    if (!isOwnNamespace(name, settings.namespaces) || hasOtherPolicies(workspace)) return;
    if (!closesByDefault(workspace, name, "Ingress") || closesByDefault(workspace, name, "Egress")) return;
    yield { at: anchor, data: { name } };
  },

  message: ({ name }) =>
    `Namespace "${name}" has a default-deny NetworkPolicy for ingress but none for egress in this workspace, so a compromised pod can send data anywhere.`,
});
