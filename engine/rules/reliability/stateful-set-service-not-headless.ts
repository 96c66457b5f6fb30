import { titleOf } from "../../kubernetes/pods.ts";
import { literal } from "../../kubernetes/resource.ts";
import { defineRule, kinds } from "../../lint/rule.ts";
import { isTogether } from "../../workspace/together.ts";

export default defineRule({
  id: "stateful-set-service-not-headless",
  category: "reliability",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  peers: { "kube-score": ["statefulset-has-servicename"] },
  summary: "A StatefulSet's Service has an address of its own, so it gives the pods no names.",
  why: "The pods of a StatefulSet find each other by names that only a headless Service makes.",
  links: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id"],
  asksWorkspace: true,
  on: kinds("apps/StatefulSet"),

  *check(resource, { workspace, uri }) {
    const { namespace, root } = resource;
    const at = root.at("spec", "serviceName");
    const name = literal(at);
    if (!at || name === undefined) return;
    const services = workspace.named("/Service", namespace, name);
    const [service] = services;
    // With several of the name, or one for another namespace, it is not known which one is meant.
    if (!service || services.length > 1 || service.headless || !isTogether({ namespace, uri }, service))
      return;
    const related = [{ at: service.place, message: "The Service stands here." }];
    yield { at, data: { title: titleOf(resource), name }, related };
  },

  message: ({ title, name }) =>
    `${title} names its pods by Service "${name}", which is not headless, so the names do not resolve.`,
});
