import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "service-external-ips",
  category: "networking",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0108"] },
  summary: "A Service sets externalIPs.",
  why: "Nodes send traffic for these addresses to the Service's pods without checking who owns them, so the Service can intercept traffic (CVE-2020-8554).",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/service/#external-ips",
    "https://github.com/kubernetes/kubernetes/issues/97076",
  ],
  on: kinds("/Service"),

  *check(resource) {
    const list = resource.root.at("spec", "externalIPs");
    const addresses = list?.items() ?? [];
    if (list && 0 < addresses.length)
      yield { at: list, onKey: true, data: { title: titleOf(resource), list, addresses } };
  },

  message: ({ title, addresses }) => {
    const [first, ...rest] = addresses;
    return first?.string !== undefined && rest.length === 0
      ? `${title} claims external IP ${first.string}, so nodes send traffic for this address to its pods even if someone else owns the address.`
      : `${title} claims ${addresses.length} external IPs, so nodes send traffic for these addresses to its pods even if someone else owns them.`;
  },

  fixClasses: ["review"],
  *fixes({ data: { list } }, edit) {
    // Review: clients can no longer reach the Service at these addresses.
    yield {
      class: "review",
      title: "Remove externalIPs (clients can no longer reach the Service at these addresses)",
      edits: [edit.remove(list)],
    };
  },
});
