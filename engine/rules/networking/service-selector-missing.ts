import { titleOf } from "../../kubernetes/pods.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "service-selector-missing",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["kube-linter"],
  peers: { "kube-linter": ["dangling-service"] },
  summary: "A Service has no selector.",
  why: "Kubernetes creates no endpoints for it, so connections fail unless a person or a controller creates them.",
  links: ["https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors"],
  on: kinds("/Service"),

  *check(service) {
    const spec = service.root.at("spec");
    if (spec?.at("type")?.string === "ExternalName") return;
    if ((spec?.at("selector")?.entries() ?? []).length > 0) return;
    yield { at: service.anchor, data: { title: titleOf(service) } };
  },

  message: ({ title }) =>
    `${title} has no selector, so connections to it fail unless something else creates its endpoints.`,
});
