import { literal, type Resource } from "./resource.ts";
import type { Value } from "./value.ts";

/** A Service that an Ingress or route sends traffic to. */
export interface Backend {
  readonly at: Value;
  readonly name: string;
  /** The namespace, if it is set; otherwise the Service is in the namespace of the route. */
  readonly namespace: string | undefined;
  /** The port by number or by name; absent if it is not set or is filled in later. */
  readonly port: { readonly at: Value; readonly value: number | string } | undefined;
}

/** Kinds that route traffic to Services, as `group/Kind`. */
export const routeKinds: readonly string[] = [
  "networking.k8s.io/Ingress",
  "extensions/Ingress",
  "gateway.networking.k8s.io/HTTPRoute",
  "gateway.networking.k8s.io/GRPCRoute",
  "gateway.networking.k8s.io/TLSRoute",
  "gateway.networking.k8s.io/TCPRoute",
  "gateway.networking.k8s.io/UDPRoute",
  "route.openshift.io/Route",
];

/**
 * The Services that a resource of one of `routeKinds` sends traffic to. Sources:
 * https://kubernetes.io/docs/concepts/services-networking/ingress/, https://gateway-api.sigs.k8s.io/reference/spec/,
 * https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/network_apis/route-route-openshift-io-v1
 */
export function backendsOf({ kind, root }: Resource): readonly Backend[] {
  const spec = root.at("spec");
  if (kind === "Ingress") return ingressBackends(spec);
  if (kind === "Route") {
    const all = [spec?.at("to"), ...(spec?.at("alternateBackends")?.items() ?? [])];
    return all.flatMap((to) => (isService(to) ? backend(to.at("name"), undefined, undefined) : []));
  }
  const rules = spec?.at("rules")?.items() ?? [];
  return (
    rules
      .flatMap((rule) => rule.at("backendRefs")?.items() ?? [])
      // A backend with weight 0 gets no traffic.
      .filter((to) => to.at("weight")?.number !== 0)
      .flatMap((to) => (isService(to) ? backend(to.at("name"), to.at("port"), to.at("namespace")) : []))
  );
}

function ingressBackends(spec: Value | undefined): readonly Backend[] {
  const paths = (spec?.at("rules")?.items() ?? []).flatMap((rule) => rule.at("http", "paths")?.items() ?? []);
  const all = [spec?.at("defaultBackend"), spec?.at("backend"), ...paths.map((path) => path.at("backend"))];
  return all.flatMap((reference) => {
    const service = reference?.at("service");
    if (service)
      return backend(
        service.at("name"),
        service.at("port", "number") ?? service.at("port", "name"),
        undefined,
      );
    // The shape of v1beta1.
    return backend(reference?.at("serviceName"), reference?.at("servicePort"), undefined);
  });
}

function backend(
  at: Value | undefined,
  port: Value | undefined,
  namespace: Value | undefined,
): readonly Backend[] {
  const name = literal(at);
  // A namespace that is filled in later can be any.
  if (!at || name === undefined || (namespace && literal(namespace) === undefined)) return [];
  const value = port?.number ?? literal(port);
  // The AWS load balancer controller reads the action from an annotation with the name of the Service.
  if (value === "use-annotation") return [];
  return [
    {
      at,
      name,
      namespace: literal(namespace),
      port: port && value !== undefined ? { at: port, value } : undefined,
    },
  ];
}

/** Group and kind default to a Service. */
function isService(to: Value | undefined): to is Value {
  const group = to?.at("group")?.value ?? "";
  const kind = to?.at("kind")?.value ?? "Service";
  return to !== undefined && group === "" && kind === "Service";
}
