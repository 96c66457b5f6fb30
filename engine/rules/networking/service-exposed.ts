import { titleOf } from "../../kubernetes/pods.ts";
import type { Value } from "../../kubernetes/value.ts";
import { names } from "../../rule/options.ts";
import { defineRule, kinds } from "../../rule/rule.ts";

export default defineRule({
  id: "service-exposed",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  // A load balancer is the usual way into a cloud cluster, but a port on every node is rarely intended.
  presetOptions: { strict: { types: ["NodePort"] } },
  peers: { "kube-linter": ["exposed-services"], "kube-score": ["service-type"] },
  summary: "A Service can be reached from outside the cluster.",
  why: "Its traffic bypasses the Ingress or Gateway with its certificates, logs and rate limits.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
  ],
  options: { types: names("Types of Services to report.", ["NodePort", "LoadBalancer"]) },
  on: kinds("/Service"),

  *check(resource, { options }) {
    const spec = resource.root.at("spec");
    const type = spec?.at("type");
    if (!spec || !type?.string || !options.types.includes(type.string)) return;
    yield { at: type, data: { title: titleOf(resource), type: type.string, spec } };
  },

  message: ({ title, type }) =>
    type === "NodePort"
      ? `${title} has type NodePort, so it opens a port on every node, and anyone who can reach a node can connect to it.`
      : `${title} has type ${type}, so clients outside the cluster can connect to it directly.`,

  fixClasses: ["review"],
  *fixes({ at, data: { spec } }, edit) {
    // Review: clients outside the cluster can no longer reach it.
    yield {
      class: "review",
      title: "Set type to ClusterIP",
      caveat: "reachable only inside the cluster",
      edits: [edit.setValue(at, "ClusterIP"), ...externalFields(spec).map((value) => edit.remove(value))],
    };
  },
});

/** Fields that the API server rejects in a Service of type ClusterIP, or that have no meaning there. */
function externalFields(spec: Value): readonly Value[] {
  const specFields = [
    "externalTrafficPolicy",
    "healthCheckNodePort",
    "allocateLoadBalancerNodePorts",
    "loadBalancerClass",
    "loadBalancerIP",
    "loadBalancerSourceRanges",
  ].flatMap((key) => spec.at(key) ?? []);
  return [...specFields, ...(spec.at("ports")?.items() ?? []).flatMap((port) => port.at("nodePort") ?? [])];
}
