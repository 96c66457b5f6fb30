/**
 * How the API server treats names of resources. Source:
 * https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/helper/helpers.go
 */

/** How messages refer to a resource. */
export function resourceTitle(name: string): string {
  return name === "cpu" ? "CPU" : name;
}

/** A vendor's devices and other resources, which are counted in whole numbers and cannot be overcommitted. */
export function isExtendedResource(name: string): boolean {
  return name.includes("/") && !name.includes("kubernetes.io/") && !name.startsWith("requests.");
}

/** Resources that need a limit, which must equal the request. */
export function isExclusive(name: string): boolean {
  return isExtendedResource(name) || isHugePages(name);
}

export function isHugePages(name: string): boolean {
  return name.startsWith("hugepages-");
}

/** Whether a container, or a pod for all of its containers, can have the resource. */
export function isContainerResource(name: string, owner: "pod" | "container"): boolean {
  if (name === "cpu" || name === "memory" || isHugePages(name)) return true;
  return owner === "container" && (name === "ephemeral-storage" || name.includes("/"));
}
