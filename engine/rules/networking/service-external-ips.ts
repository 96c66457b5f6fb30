import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "service-external-ips",
  category: "networking",
  severity: "warning",
  since: "0.1.0",
  presets: ["strict"],
  peers: { trivy: ["KSV-0108"] },
  summary: "A Service claims addresses for itself.",
  why: "The nodes send what goes to such an address to the Service's pods, whoever owns it, so traffic of others can be taken over (CVE-2020-8554).",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/service/#external-ips",
    "https://github.com/kubernetes/kubernetes/issues/97076",
  ],
  on: kinds("/Service"),

  *check(resource) {
    const list = resource.root.at("spec", "externalIPs");
    const [first] = list?.items() ?? [];
    if (list && first)
      yield { at: list, onKey: true, data: { title: titleOf(resource), list, ip: first.string } };
  },

  message: ({ title, ip }) =>
    `${title} claims ${ip === undefined ? "addresses" : `the address ${ip}`} for itself, and the nodes believe it, whoever owns it.`,

  fixes: [
    {
      // Review: who reaches the Service by this address no longer does.
      class: "review",
      title: () => "Remove externalIPs",
      edits: ({ data: { list } }, edit) => [edit.remove(list)],
    },
  ],
});
