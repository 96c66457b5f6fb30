/**
 * What names of resources mean to the API server.
 * Source: https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/apis/core/helper/helpers.go
 */

/** A resource as messages call it. */
export function resourceTitle(name: string): string {
  return name === "cpu" ? "CPU" : name;
}

/** Devices and other resources of a vendor, which are counted in whole numbers and cannot be overcommitted. */
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
