import { titleOf } from "../../kubernetes/pods.ts";
import { placeholder } from "../../lint/edit.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "ingress-host-missing",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: [],
  summary: "An Ingress answers for every host name.",
  why: "Requests for names that nobody else claims end here, and two such Ingresses are in each other's way.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-rules"],
  on: kinds("networking.k8s.io/Ingress", "extensions/Ingress"),

  *check(resource) {
    for (const rule of resource.root.at("spec", "rules")?.items() ?? []) {
      const host = rule.at("host");
      const isEverything = host?.value === "*" || host?.value === "";
      if (!rule.isMap || (host && !isEverything)) continue;
      const at = host ?? rule.at("http") ?? rule;
      yield { at, onKey: !host, data: { title: titleOf(resource), rule, isStar: host?.value === "*" } };
    }
  },

  message: ({ title, isStar }) =>
    isStar
      ? `${title} has the host "*", which the API server refuses: a wildcard stands in front of a domain.`
      : `A rule of ${title} has no host, so it answers for every name that nobody else claims.`,

  fixes: [
    {
      // Template: the name is a person's to choose.
      class: "template",
      title: () => "Say for which host",
      edits: ({ data: { rule } }, edit) => [
        edit.set(rule, ["host"], placeholder("www.example.com"), { before: ["http"] }),
      ],
    },
  ],
});
