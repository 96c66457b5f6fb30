import { titleOf } from "../../kubernetes/pods.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "network-policy-allows-all",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0038"] },
  standards: { nsa: ["Network policies"] },
  summary: "A NetworkPolicy lets everything through for all pods of a namespace.",
  why: "Policies add up, so no other policy of the namespace can forbid anything in this direction.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/network-policies/#allow-all-ingress-traffic",
  ],
  on: kinds("networking.k8s.io/NetworkPolicy"),

  *check(resource) {
    const spec = resource.root.at("spec");
    // For some pods only it is how the front of an application is opened.
    if (!spec || !isEverything(spec.at("podSelector"))) return;
    for (const [direction, peers] of [
      ["ingress", "from"],
      ["egress", "to"],
    ] as const) {
      const types = spec
        .at("policyTypes")
        ?.items()
        .map(({ string: type }) => type?.toLowerCase());
      if (types && !types.includes(direction)) continue;
      const rule = (spec.at(direction)?.items() ?? []).find((one) => isOpen(one, peers));
      if (rule) yield { at: spec.at(direction)!, onKey: true, data: { title: titleOf(resource), direction } };
    }
  },

  message: ({ title, direction }) =>
    `${title} lets all traffic ${direction === "ingress" ? "in to" : "out of"} all pods of its namespace, so no other policy there can keep any of it away.`,
});

/** A rule without peers and ports, or with every address as a peer. */
function isOpen(rule: Value, key: "from" | "to"): boolean {
  if (!rule.isMap || 0 < (rule.at("ports")?.items().length ?? 0)) return false;
  const peers = rule.at(key);
  if (!peers || peers.isNull) return true;
  const items = peers.items();
  // Half-typed, or filled in later.
  if (!peers.isSequence) return false;
  return items.length === 0 || items.some(isAnyAddress);
}

function isAnyAddress(peer: Value): boolean {
  const cidr = peer.at("ipBlock", "cidr")?.string;
  return (cidr === "0.0.0.0/0" || cidr === "::/0") && peer.at("ipBlock", "except") === undefined;
}

/** An empty selector, or none, which the API reads as an empty one. */
function isEverything(selector: Value | undefined): boolean {
  if (!selector || selector.isNull) return true;
  return (
    selector.isMap &&
    (selector.at("matchLabels")?.entries().length ?? 0) === 0 &&
    (selector.at("matchExpressions")?.items().length ?? 0) === 0
  );
}
