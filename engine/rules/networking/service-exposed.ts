import { titleOf } from "../../kubernetes/pods.ts";
import type { Value } from "../../kubernetes/value.ts";
import { names } from "../../lint/options.ts";
import { defineRule, kinds } from "../../lint/rule.ts";

export default defineRule({
  id: "service-exposed",
  category: "networking",
  severity: "information",
  since: "0.1.0",
  presets: ["strict"],
  // A load balancer is how clouds are meant to be reached; a port of every node rarely is what was wanted.
  presetOptions: { strict: { types: ["NodePort"] } },
  peers: { "kube-linter": ["exposed-services"], "kube-score": ["service-type"] },
  summary: "A Service can be reached from outside of the cluster.",
  why: "It passes by the Ingress or Gateway with their certificates, logs and limits.",
  links: [
    "https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
  ],
  options: { types: names("Types of Services that are reported.", ["NodePort", "LoadBalancer"]) },
  on: kinds("/Service"),

  *check(resource, { options }) {
    const spec = resource.root.at("spec");
    const type = spec?.at("type");
    if (!spec || !type?.string || !options.types.includes(type.string)) return;
    yield { at: type, data: { title: titleOf(resource), type: type.string, spec } };
  },

  message: ({ title, type }) =>
    type === "NodePort"
      ? `${title} opens a port on every node of the cluster, past whatever stands in front of it.`
      : `${title} is reached from outside of the cluster by its type ${type}.`,

  fixes: [
    {
      // Review: nobody outside of the cluster reaches it any more.
      class: "review",
      title: () => "Make it reachable in the cluster only",
      edits: ({ at, data: { spec } }, edit) => [
        edit.setValue(at, "ClusterIP"),
        ...outside(spec).map((value) => edit.remove(value)),
      ],
    },
  ],
});

/** What the API server refuses in a Service of type ClusterIP, or what means nothing there. */
function outside(spec: Value): readonly Value[] {
  const ofSpec = [
    "externalTrafficPolicy",
    "healthCheckNodePort",
    "allocateLoadBalancerNodePorts",
    "loadBalancerClass",
    "loadBalancerIP",
    "loadBalancerSourceRanges",
  ].flatMap((key) => spec.at(key) ?? []);
  return [...ofSpec, ...(spec.at("ports")?.items() ?? []).flatMap((port) => port.at("nodePort") ?? [])];
}
