import { titleOf } from "../../kubernetes/pods.ts";
import type { Value } from "../../kubernetes/value.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "network-policy-allows-all",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0038"] },
  standards: { nsa: ["Network policies"] },
  summary: "A NetworkPolicy allows all traffic of a namespace, or egress to the cloud's metadata service.",
  why: "NetworkPolicies are additive, so no other policy can deny traffic that this one allows.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/network-policies/#allow-all-ingress-traffic",
    "https://attack.mitre.org/techniques/T1552/005/",
  ],
  on: kinds("networking.k8s.io/NetworkPolicy"),

  *check(resource) {
    const spec = resource.root.at("spec");
    if (!spec) return;
    const title = titleOf(resource);
    const types = spec
      .at("policyTypes")
      ?.items()
      .map(({ string: type }) => type?.toLowerCase());
    const rulesOf = (direction: string) =>
      types && !types.includes(direction) ? [] : (spec.at(direction)?.items() ?? []);
    // Open ingress for selected pods only is normal for the public part of an application.
    const isAll = isEverything(spec.at("podSelector"));
    if (isAll && rulesOf("ingress").some((rule) => isOpen(rule, "from")))
      yield { at: spec.at("ingress")!, onKey: true, data: { title, allows: "ingress", block: undefined } };
    const egress = rulesOf("egress");
    const isWide = isAll && egress.some((rule) => isOpen(rule, "to"));
    const reaching = egress.flatMap((rule) => (reachesMetadata(rule) ? [anyAddress(rule)] : []));
    if (!isWide && reaching.length === 0) return;
    const [block] = reaching;
    // A rule without peers has no ipBlock to add an exception to.
    const isFixable = reaching.length === 1 && block !== undefined;
    const data = { title, allows: isWide ? "egress" : "metadata", block: isFixable ? block : undefined };
    yield { at: spec.at("egress")!, onKey: true, data };
  },

  message: ({ title, allows }) => {
    if (allows === "metadata")
      return `${title} allows egress to the cloud's metadata service (169.254.169.254), so a compromised pod can request the node's credentials.`;
    const traffic = allows === "ingress" ? "ingress to" : "egress from";
    return `${title} allows all ${traffic} every pod in its namespace, so no other NetworkPolicy there can restrict this traffic.`;
  },

  fixClasses: ["review"],
  *fixes({ data: { block } }, edit) {
    // Review: pods that read credentials or their region from the metadata service can no longer do so.
    yield {
      class: "review",
      title: "Add 169.254.169.254/32 to except",
      caveat: "blocks the cloud's metadata service",
      edits: block && [edit.append(block, ["except"], "169.254.169.254/32")],
    };
  },
});

/** Whether an egress rule allows HTTP to the address where clouds serve credentials. */
function reachesMetadata(rule: Value): boolean {
  if (!rule.isMap) return false;
  const ports = rule.at("ports")?.items() ?? [];
  const isHttp = (port: Value) => {
    const number = port.at("port")?.number;
    const last = port.at("endPort")?.number ?? number;
    if ((port.at("protocol")?.string ?? "TCP") !== "TCP") return false;
    return port.at("port") === undefined || (number !== undefined && number <= 80 && 80 <= (last ?? 0));
  };
  if (0 < ports.length && !ports.some(isHttp)) return false;
  const peers = rule.at("to");
  if (!peers || peers.isNull || (peers.isSequence && peers.items().length === 0)) return true;
  return anyAddress(rule) !== undefined;
}

/** The ipBlock of all IPv4 addresses among the peers of a rule, unless it excludes link-local addresses. */
function anyAddress(rule: Value): Value | undefined {
  return (rule.at("to")?.items() ?? [])
    .flatMap((peer) => peer.at("ipBlock") ?? [])
    .find((block) => {
      const excluded = block.at("except");
      const isLinkLocal = ({ string }: Value) =>
        string === undefined || /^(?:169\.254\.|128\.0\.0\.0\/1$)/.test(string);
      return (
        block.at("cidr")?.string === "0.0.0.0/0" &&
        (!excluded || excluded.isSequence) &&
        !(excluded?.items() ?? []).some(isLinkLocal)
      );
    });
}

/** A rule without peers and ports, or with every address as a peer. */
function isOpen(rule: Value, key: "from" | "to"): boolean {
  if (!rule.isMap || 0 < (rule.at("ports")?.items().length ?? 0)) return false;
  const peers = rule.at(key);
  if (!peers || peers.isNull) return true;
  const items = peers.items();
  // Incomplete, or filled in later.
  if (!peers.isSequence) return false;
  return items.length === 0 || items.some(isAnyAddress);
}

function isAnyAddress(peer: Value): boolean {
  const cidr = peer.at("ipBlock", "cidr")?.string;
  return (cidr === "0.0.0.0/0" || cidr === "::/0") && peer.at("ipBlock", "except") === undefined;
}

/** Whether a selector is empty or missing, which the API treats as empty. */
function isEverything(selector: Value | undefined): boolean {
  if (!selector || selector.isNull) return true;
  return (
    selector.isMap &&
    (selector.at("matchLabels")?.entries().length ?? 0) === 0 &&
    (selector.at("matchExpressions")?.items().length ?? 0) === 0
  );
}
