import type { Container } from "./containers.ts";

/** Only Prometheus calls it, and a scrape that fails harms no one. */
export function isScrapedOnly(container: Container): boolean {
  const image = container.at("image")?.string ?? "";
  const [, name = ""] = /([^/:@]+)(?::[^/:@]*)?(?:@[^/]*)?$/.exec(image) ?? [];
  return isExporter(container.name) || isExporter(name) || name === "kube-rbac-proxy";
}

export function isExporter(name: string | undefined): boolean {
  return name !== undefined && /(?:^|[-_])exporter$/.test(name);
}
