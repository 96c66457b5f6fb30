import { placeholder } from "../../edits/edit.ts";
import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "ingress-host-missing",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: [],
  summary: "An Ingress rule has no host, so it matches every host name.",
  why: "The application receives requests for any host name that no other Ingress handles, and two such Ingresses conflict.",
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
      ? `${title} has the invalid host "*": a wildcard must be followed by a domain, as in "*.example.com".`
      : `${title} has a rule without a host, so the rule applies to every host name that no other Ingress handles.`,

  fixClasses: ["template"],
  *fixes({ data: { rule } }, edit) {
    // Template: the user must choose the host name.
    yield {
      class: "template",
      title: "Set host to a domain name",
      edits: [edit.set(rule, ["host"], placeholder("www.example.com"), { before: ["http"] })],
    };
  },
});
