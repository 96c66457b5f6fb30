import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, inWorkspace, kinds } from "../../rule/rule.ts";
import { isSurelyTogether } from "../../workspace/together.ts";

export default defineRule({
  id: "stateful-set-service-not-headless",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { "kube-score": ["statefulset-has-servicename"] },
  summary: "A StatefulSet's governing Service is not headless.",
  why: "The pods of a StatefulSet find each other by DNS names, and only a headless Service creates these names.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"],
  on: inWorkspace(kinds("apps/StatefulSet")),

  *check(resource, { workspace, uri }) {
    const { namespace, root } = resource;
    const at = root.at("spec", "serviceName");
    const name = literal(at);
    if (!at || name === undefined) return;
    const services = workspace.named("/Service", namespace, name);
    const [service] = services;
    // With several candidates, or with one in a different namespace, the intended Service is unknown.
    if (
      !service ||
      services.length > 1 ||
      service.headless ||
      !isSurelyTogether(workspace, { namespace, uri }, service)
    )
      return;
    const related = [{ at: service.place, message: `Service "${name}" is defined here.` }];
    yield { at, data: { title: titleOf(resource), name }, related };
  },

  message: ({ title, name }) =>
    `${title} uses Service "${name}" as its serviceName, but that Service is not headless, so its pods might not have their own DNS names.`,
});
