import { expect, it } from "vitest";
import { ownUserOf } from "../../../engine/images/own-users.ts";
import { parseImageReference } from "../../../engine/images/reference.ts";

function ownUser(text: string) {
  const parsed = parseImageReference(text);
  if (parsed.kind !== "image") throw new Error(`${text} is no image`);
  return ownUserOf(parsed);
}

it.each([
  ["prom/prometheus", 65534],
  ["quay.io/prometheus/prometheus:v3.5.0", 65534],
  ["quay.io/prometheus/alertmanager:v0.16.0", 65534],
  ["grafana/grafana:11.2.0-ubuntu", 472],
  ["jaegertracing/all-in-one:latest", 10001],
  ["bitnami/redis", 1001],
  ["bitnamilegacy/redis:7.2.5-debian-12-r4", 1001],
  ["quay.io/strimzi/kafka:0.45.0-kafka-3.9.0", 1001],
  ["gcr.io/distroless/static-debian12:nonroot-amd64", 65532],
  ["gcr.io/distroless/base:debug-nonroot", 65532],
  ["registry.k8s.io/metrics-server/metrics-server:v0.7.2", 65534],
  ["quay.io/jetstack/cert-manager-controller:v1.14.4", 1000],
  ["quay.io/jetstack/cert-manager-controller:v1.20.1", 65532],
  ["otel/opentelemetry-collector-contrib:0.112.0", 10001],
  ["ghcr.io/open-telemetry/opentelemetry-operator/opentelemetry-operator:v0.112.0", 65532],
  ["ghcr.io/home-operations/radarr:5.14.0", 65534],
  ["ghcr.io/onedr0p/radarr:5.14.0", undefined],
  [`gcr.io/knative-releases/knative.dev/serving/cmd/queue@sha256:${"0".repeat(64)}`, 65532],
])("%s starts as user %s", (text, uid) => {
  const user = ownUser(text);
  expect(user).toBeDefined();
  expect(user?.uid).toBe(uid);
  expect(user?.source).toMatch(/^https:\/\/github\.com\/[^/]+\/[^/]+\/(?:blob|commit|tree)\/[0-9a-f]{40}/);
});

it.each([
  ["prom/prometheus:v1.8.2", "is older than its user"],
  [`prom/prometheus@sha256:${"0".repeat(64)}`, "may be of any version"],
  ["prom/blackbox-exporter:v0.25.0", "starts as root"],
  ["prom/snmp-exporter:v0.26.0", "starts as root"],
  ["bitnami/git:2.47.0", "starts as root"],
  ["bitnami/wordpress:5.3.2-debian-9-r0", "is of a time when it started as root"],
  ["registry.k8s.io/external-dns/external-dns:v0.15.0", "starts as root"],
  ["gcr.io/distroless/static", "starts as root"],
  ["ghcr.io/onedr0p/volsync:0.11.0", "starts as root"],
  ["ghcr.io/acme/prometheus:v2.4.2", "is a third-party image"],
])("nothing is known of %s, which %s", (text) => {
  expect(ownUser(text)).toBeUndefined();
});
