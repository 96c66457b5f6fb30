import type { Container } from "./containers.ts";

/**
 * Whether Istio's injector replaces a container with its proxy, which has its own readiness probe. Source:
 * https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export function isInjectedProxy(container: Container): boolean {
  return container.at("image")?.string === "auto";
}

/** Whether the injector also sets the proxy's resources, as it does for sidecars but not for gateways. */
export function hasInjectedResources(container: Container): boolean {
  if (!isInjectedProxy(container)) return false;
  const annotations = container.workload.template.at("metadata", "annotations");
  const templates = annotations?.at("inject.istio.io/templates")?.string ?? "";
  return !templates.split(",").some((name) => name.trim() === "gateway");
}
